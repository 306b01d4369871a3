# EARSHOT_SANITIZE turns the whole build into a sanitizer build; presets asan, tsan and fuzz set it.
if(EARSHOT_SANITIZE STREQUAL "address")
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
elseif(EARSHOT_SANITIZE STREQUAL "thread")
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
    # Asio uses atomic_thread_fence in its reference counting, which g++'s TSan cannot model.
    add_compile_options(-Wno-tsan)
elseif(EARSHOT_SANITIZE STREQUAL "fuzz")
    # clang 14 cannot assemble Asio coroutines under -fsanitize=function.
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function
                        -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
elseif(EARSHOT_SANITIZE)
    message(FATAL_ERROR "EARSHOT_SANITIZE is '${EARSHOT_SANITIZE}': use address, thread or fuzz")
endif()
