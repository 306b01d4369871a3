# Manual pages: of every verb from the command line's table and docs/manual, of the programs by hand.
find_package(Python3 COMPONENTS Interpreter QUIET)
find_program(EARSHOT_SCDOC scdoc)
if(NOT Python3_FOUND OR NOT EARSHOT_SCDOC)
    message(STATUS "Python 3 or scdoc is not installed: no manual pages (packages: packaging/apt/package.txt)")
    return()
endif()

set(manual "${CMAKE_CURRENT_SOURCE_DIR}/manual")
set(templates "${manual}/earshot.1.scd" "${manual}/earshot-daemon.1.scd")
if(TARGET earshot-tui)
    list(APPEND templates "${manual}/earshot-tui.1.scd")
endif()
if(TARGET earshot-gui)
    list(APPEND templates "${manual}/earshot-gui.1.scd")
    install(FILES "${texts}/man1/earshot-gui.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT gui)
endif()
made(package_verbs FILES verbs.json COMMAND package-texts verbs > verbs.json DEPENDS package-texts)
made(package_manual FILES pages.txt
     COMMAND "${CMAKE_COMMAND}" -E env PYTHONDONTWRITEBYTECODE=1 "${Python3_EXECUTABLE}" "${manual}/pages.py" verbs.json
             "${PROJECT_SOURCE_DIR}/docs/manual/earshot.md" ${PROJECT_VERSION} man1 ${templates} > pages.txt
     DEPENDS "${texts}/verbs.json" "${PROJECT_SOURCE_DIR}/docs/manual/earshot.md" "${manual}/pages.py"
             "${manual}/scdoc.py" ${templates})
install(DIRECTORY "${texts}/man1/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT earshot
        PATTERN earshot-gui.1.gz EXCLUDE)
