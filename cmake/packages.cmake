# Debian packages, by cpack: `./run package`, or `cpack --config build/release/CPackConfig.cmake`. Included by
# packaging, whose components they are made of.
set(EARSHOT_MAINTAINER "Earshot maintainers <maintainers@earshot.invalid>"
    CACHE STRING "Maintainer of the Debian packages: Name <address>")
set(EARSHOT_REVISION 1 CACHE STRING "Debian's revision of the packages")
set(debian "${CMAKE_CURRENT_SOURCE_DIR}/debian")
set(packages earshot)
if(TARGET earshot-gui)
    list(APPEND packages earshot-gui)
endif()

# What every Debian package has in its folder of documents.
foreach(package ${packages})
    set(component earshot)
    if(package STREQUAL "earshot-gui")
        set(component gui)
    endif()
    install(FILES debian/copyright DESTINATION "share/doc/${package}" COMPONENT ${component}-system EXCLUDE_FROM_ALL)
    install(FILES debian/lintian-overrides RENAME ${package} DESTINATION share/lintian/overrides
            COMPONENT ${component}-system EXCLUDE_FROM_ALL)
    if(Python3_FOUND)
        made(changelog_${package} FILES ${package}.changelog
             COMMAND "${Python3_EXECUTABLE}" "${debian}/changelog.py" "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
                     ${PROJECT_VERSION} ${EARSHOT_REVISION} ${package} "${EARSHOT_MAINTAINER}"
                     > ${package}.changelog
             DEPENDS "${debian}/changelog.py" "${PROJECT_SOURCE_DIR}/CHANGELOG.md")
        made(changelog_gz_${package} FILES ${package}.changelog.gz
             COMMAND gzip -9nc ${package}.changelog > ${package}.changelog.gz DEPENDS "${texts}/${package}.changelog")
        install(FILES "${texts}/${package}.changelog.gz" RENAME changelog.Debian.gz DESTINATION "share/doc/${package}"
                COMPONENT ${component}-system EXCLUDE_FROM_ALL)
    endif()
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME earshot)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${EARSHOT_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # Each package has its own, the first line of its description.
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_OUTPUT_FILE_PREFIX "${CMAKE_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_COMPONENTS_ALL earshot earshot-system system)
set(CPACK_COMPONENT_EARSHOT_GROUP earshot)
set(CPACK_COMPONENT_EARSHOT-SYSTEM_GROUP earshot)
set(CPACK_COMPONENT_SYSTEM_GROUP earshot)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${EARSHOT_REVISION})
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_EARSHOT_PACKAGE_NAME earshot)
set(CPACK_DEBIAN_EARSHOT_PACKAGE_SECTION net)
set(CPACK_DEBIAN_EARSHOT_PACKAGE_RECOMMENDS avahi-daemon)
set(CPACK_DEBIAN_EARSHOT_PACKAGE_SUGGESTS earshot-gui)
set(CPACK_DEBIAN_EARSHOT_PACKAGE_CONTROL_EXTRA "${debian}/conffiles")
set(CPACK_DEBIAN_EARSHOT_DESCRIPTION "messenger for the people on one network, without a server
Earshot talks to the people within earshot of one network: there is no server,
no account and no internet. Computers find each other by multicast DNS, talk
directly over end-to-end encrypted links, and tell each other who is there.
Messages wait until the other side is there.
.
This package has the daemon, the command line and the face in a terminal.")

if(TARGET earshot-gui)
    list(APPEND CPACK_COMPONENTS_ALL gui gui-system)
    set(CPACK_COMPONENT_GUI_GROUP gui)
    set(CPACK_COMPONENT_GUI-SYSTEM_GROUP gui)
    set(CPACK_DEBIAN_GUI_PACKAGE_NAME earshot-gui)
    set(CPACK_DEBIAN_GUI_PACKAGE_SECTION net)
    # Programs say which libraries they need; which QML modules, nobody can see from outside.
    set(CPACK_DEBIAN_GUI_PACKAGE_DEPENDS "earshot (= ${PROJECT_VERSION}-${EARSHOT_REVISION}), qml6-module-qtqml, \
qml6-module-qtqml-models, qml6-module-qtqml-workerscript, qml6-module-qtquick, qml6-module-qtquick-controls, \
qml6-module-qtquick-layouts, qml6-module-qtquick-templates, qml6-module-qtquick-window")
    set(CPACK_DEBIAN_GUI_PACKAGE_RECOMMENDS "fonts-inter, fonts-noto-color-emoji, fonts-dejavu-core, qt6-wayland, \
qt6-xdgdesktopportal-platformtheme | qt6-gtk-platformtheme")
    set(CPACK_DEBIAN_GUI_DESCRIPTION "messenger for the people on one network, window
Earshot talks to the people within earshot of one network: there is no server,
no account and no internet.
.
This package has the window. Closing it stops no message from arriving.")
endif()
include(CPack)
