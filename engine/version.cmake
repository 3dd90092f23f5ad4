# Run at every build: asks git for the commit and writes version.cpp, whose time changes only if its text does.
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE RINGSIDE_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(RINGSIDE_COMMIT unknown)
endif()
configure_file(${SOURCE_DIR}/engine/version.cpp.in ${OUTPUT} @ONLY)
