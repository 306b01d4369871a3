include(Catch)

# What no fuzzer has to cover.
add_library(earshot_not_fuzzed INTERFACE)
if(EARSHOT_SANITIZE STREQUAL "fuzz")
    target_compile_options(earshot_not_fuzzed INTERFACE -fno-sanitize=fuzzer-no-link)
endif()

# What is tested is optimised; code of tests takes twice as long to compile that way, and runs for a moment.
add_library(earshot_test_code INTERFACE)
target_compile_options(earshot_test_code INTERFACE -O0)
target_link_libraries(earshot_test_code INTERFACE earshot_not_fuzzed)

# earshot_test(unit_core_base SOURCES bytes_test.cpp DEPENDS core/base [LABELS long] [SPEC "~[many]"])
#
# A test program from files beside the calling CMakeLists.txt; every TEST_CASE becomes a ctest test.
function(earshot_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;EXTERNAL;LABELS;ENVIRONMENT;SPEC")
    set(needs ${arg_DEPENDS})
    list(TRANSFORM needs REPLACE "/" "_")
    list(TRANSFORM needs PREPEND "earshot_")
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name}
        PRIVATE earshot_warnings earshot_test_code earshot_catch_main ${needs} ${arg_EXTERNAL})
    # Qt makes its users position independent, which is not how the header was read.
    if(NOT "gui" IN_LIST arg_DEPENDS)
        target_precompile_headers(${name} REUSE_FROM earshot_catch_header)
    endif()
    # What tests/support/skip.hpp prints, then Catch2's summary of a run without failures.
    set(properties TIMEOUT 300 SKIP_REGULAR_EXPRESSION "SKIPPED: [^=]*====+.All tests passed")
    if(arg_LABELS)
        list(APPEND properties LABELS "${arg_LABELS}")
    endif()
    if(arg_ENVIRONMENT)
        list(APPEND properties ENVIRONMENT "${arg_ENVIRONMENT}")
    endif()
    catch_discover_tests(${name} TEST_SPEC "${arg_SPEC}" TEST_PREFIX "${name}: "
                         PROPERTIES ${properties} DISCOVERY_MODE PRE_TEST)
endfunction()

# earshot_fuzz(fuzz_wire SOURCES wire_fuzz.cpp DEPENDS core/wire [MUTATIONS 5000])
#
# A fuzz target: LLVMFuzzerTestOneInput in a file beside the calling CMakeLists.txt, with stored inputs in
# tests/fuzz/corpus/wire. Preset fuzz makes a libFuzzer program of it, and its test runs that for ten seconds. Every
# other preset runs it, as a test, over the stored inputs and over MUTATIONS inputs made from them, always the same.
add_custom_target(fuzz_targets)
function(earshot_fuzz name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "MUTATIONS" "SOURCES;DEPENDS;EXTERNAL")
    if(NOT arg_MUTATIONS)
        set(arg_MUTATIONS 5000)
    endif()
    string(REGEX REPLACE "^fuzz_" "" subject "${name}")
    set(corpus "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${subject}")
    set(needs ${arg_DEPENDS})
    list(TRANSFORM needs REPLACE "/" "_")
    list(TRANSFORM needs PREPEND "earshot_")
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE earshot_warnings ${needs} ${arg_EXTERNAL})
    add_dependencies(fuzz_targets ${name})
    if(EARSHOT_SANITIZE STREQUAL "fuzz")
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
        set(test "${name}: libFuzzer for ten seconds")
        # The first folder takes what is found, the stored corpus is only read.
        set(found "${CMAKE_BINARY_DIR}/corpus/${name}")
        file(MAKE_DIRECTORY "${found}")
        add_test(NAME "${test}" COMMAND ${name} -max_total_time=10 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=64
                 -max_len=70000 -print_final_stats=1 "-artifact_prefix=${CMAKE_BINARY_DIR}/${name}-"
                 "${found}" "${corpus}")
    else()
        target_sources(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/support/fuzz_main.cpp")
        set(test "${name}: stored corpus and ${arg_MUTATIONS} mutations")
        add_test(NAME "${test}" WORKING_DIRECTORY "${CMAKE_BINARY_DIR}"
                 COMMAND ${name} --mutations ${arg_MUTATIONS} "${corpus}")
    endif()
    set_tests_properties("${test}" PROPERTIES LABELS fuzz TIMEOUT 300)
endfunction()

# earshot_script_test("office: a cut cable" SCRIPT cable.py [LABELS office;long] [ARGS ...] [TIMEOUT 120]
#                     [ENVIRONMENT "NAME=value"])
#
# A test in Python, beside the calling CMakeLists.txt. It exits 0 when all is well and 77, after a line
# "SKIPPED: reason", when it cannot run here; the programs under test are in $EARSHOT_BIN.
function(earshot_script_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "SERIAL" "SCRIPT;TIMEOUT" "LABELS;ARGS;ENVIRONMENT")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    add_test(NAME "${name}" COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/${arg_SCRIPT}" ${arg_ARGS})
    set(tests "${PROJECT_SOURCE_DIR}/tests")
    set(environment "EARSHOT_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
        "PYTHONPATH=${tests}/support:${tests}/office:${tests}/interop/second" PYTHONDONTWRITEBYTECODE=1
        ${arg_ENVIRONMENT})
    set_tests_properties("${name}" PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
        ENVIRONMENT "${environment}")
    if(arg_SERIAL)
        set_tests_properties("${name}" PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()
