# earshot_module(core/link SOURCES link.cpp DEPENDS core/base core/identity crypto EXTERNAL PkgConfig::sodium)
#
# A module is a folder, a namespace and a library. DEPENDS is the only list of what it may include;
# tests/tidy/check_layers.py reads it back. EXTERNAL libraries are visible to the module's users too,
# PRIVATE ones only to its own sources.
function(earshot_module path)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL;PRIVATE")
    string(REPLACE "/" "_" target "earshot_${path}")
    list(TRANSFORM arg_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/${path}/")
    set(needs ${arg_DEPENDS})
    list(TRANSFORM needs REPLACE "/" "_")
    list(TRANSFORM needs PREPEND "earshot_")

    if(arg_SOURCES)
        add_library(${target} STATIC ${arg_SOURCES})
        set(scope PUBLIC)
        target_link_libraries(${target} PRIVATE earshot_warnings ${arg_PRIVATE})
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${target} ${scope} "${PROJECT_SOURCE_DIR}")
    target_compile_features(${target} ${scope} cxx_std_20)
    target_link_libraries(${target} ${scope} ${needs} ${arg_EXTERNAL})
endfunction()

# earshot_program(earshot-daemon SOURCES node/main.cpp DEPENDS node EXTERNAL ...)
#
# A program in build/<preset>/bin. SOURCES are paths from the root. Target `programs` is all of them but the tools of
# bench, packaging and tests: what `./run` builds.
add_custom_target(programs)
function(earshot_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL")
    list(TRANSFORM arg_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/")
    set(needs ${arg_DEPENDS})
    list(TRANSFORM needs REPLACE "/" "_")
    list(TRANSFORM needs PREPEND "earshot_")
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE earshot_warnings ${needs} ${arg_EXTERNAL})
    file(RELATIVE_PATH caller "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT caller MATCHES "^(bench|packaging|tests)(/|$)")
        add_dependencies(programs ${name})
    endif()
endfunction()
