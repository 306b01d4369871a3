# The window as desktops know it: entry, description for software centres, icons in every size.
if(NOT TARGET earshot-gui)
    return()
endif()
string(TIMESTAMP EARSHOT_RELEASE_DATE "%Y-%m-%d" UTC)  # SOURCE_DATE_EPOCH, where that is set.
configure_file(desktop/earshot.metainfo.xml.in earshot.metainfo.xml @ONLY)
install(FILES desktop/earshot.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications" COMPONENT gui)
install(FILES "${texts}/earshot.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo" COMPONENT gui)

set(hicolor "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
install(FILES icons/earshot.svg DESTINATION "${hicolor}/scalable/apps" COMPONENT gui)
install(FILES icons/earshot-symbolic.svg DESTINATION "${hicolor}/symbolic/apps" COMPONENT gui)
find_program(EARSHOT_RSVG rsvg-convert)
if(NOT EARSHOT_RSVG)
    message(STATUS "rsvg-convert is not installed: icons as SVG only (packages: packaging/apt/package.txt)")
    return()
endif()
foreach(size 16 22 24 32 48 64 96 128 256 512)
    # Fewer lines where there are few pixels.
    set(drawing "${CMAKE_CURRENT_SOURCE_DIR}/icons/earshot.svg")
    if(size LESS 32)
        set(drawing "${CMAKE_CURRENT_SOURCE_DIR}/icons/earshot-small.svg")
    endif()
    made(icon_${size} FILES icon-${size}.png
         COMMAND "${EARSHOT_RSVG}" -w ${size} -h ${size} "${drawing}" -o icon-${size}.png DEPENDS "${drawing}")
    install(FILES "${texts}/icon-${size}.png" RENAME earshot.png DESTINATION "${hicolor}/${size}x${size}/apps"
            COMPONENT gui)
endforeach()
