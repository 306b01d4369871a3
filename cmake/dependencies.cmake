# Everything from outside, found once. The package names are in packaging/apt/build.txt.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(cereal REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(nettle REQUIRED IMPORTED_TARGET nettle>=3.8)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(avahi_client REQUIRED IMPORTED_TARGET avahi-client)
pkg_check_modules(avahi_core REQUIRED IMPORTED_TARGET avahi-core)
# Without it there is no terminal face.
pkg_check_modules(termpaint IMPORTED_TARGET termpaint>=0.3)
# Without it nobody announces a sleep; it is noticed afterwards.
pkg_check_modules(systemd IMPORTED_TARGET libsystemd)

# Without it the keyring of the desktop's session is never there.
pkg_check_modules(libsecret IMPORTED_TARGET libsecret-1>=0.20)

# Asio without its deprecated parts and without Boost.System's compiled library.
add_library(earshot_asio INTERFACE)
target_link_libraries(earshot_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(earshot_asio INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_NO_TS_EXECUTORS)

# The desktop window and its tests. Everything else builds without Qt.
if(EARSHOT_GUI)
    find_package(Qt6 6.4 QUIET COMPONENTS DBus LinguistTools Network Quick QuickControls2 Svg Widgets)
    if(NOT Qt6_FOUND)
        message(STATUS "Qt 6.4 is not installed: no desktop window (packages: packaging/apt/gui.txt)")
        set(EARSHOT_GUI OFF)
    endif()
endif()
