# Every compiler flag about warnings, once. Linked PRIVATE by earshot_module, earshot_program and earshot_test.
add_library(earshot_warnings INTERFACE)
target_compile_options(earshot_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(EARSHOT_WERROR)
    target_compile_options(earshot_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(earshot_warnings INTERFACE -Wreserved-identifier)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports matching coroutine-frame allocations of Asio as mismatched.
    target_compile_options(earshot_warnings INTERFACE -Wno-mismatched-new-delete)
    if(EARSHOT_SANITIZE)
        # g++ 12 with sanitizers reports <regex> and std::optional internals as maybe uninitialised.
        target_compile_options(earshot_warnings INTERFACE -Wno-maybe-uninitialized)
    endif()
endif()

# Asserts are part of the program: no build removes them.
foreach(config RELEASE RELWITHDEBINFO MINSIZEREL)
    string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${config} "${CMAKE_CXX_FLAGS_${config}}")
endforeach()
# What is tested is compiled as what people run, and where there is ccache only once for both.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "${CMAKE_CXX_FLAGS_RELEASE}")
if(EARSHOT_SANITIZE)
    set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
endif()

find_program(EARSHOT_CCACHE ccache)
if(EARSHOT_CCACHE)
    # Paths from the build folder, so that every clone of the same sources shares one cache; the laxities are those
    # without which it caches nothing that uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
        CCACHE_NOHASHDIR=true CCACHE_SLOPPINESS=pch_defines,time_macros "${EARSHOT_CCACHE}")
endif()
