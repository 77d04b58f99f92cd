# SPDX-License-Identifier: Apache-2.0
# causeway_library(NAME SOURCES … [LINK …])         one static library a folder; alias causeway::NAME
# causeway_program(NAME SOURCES … [LINK …])         one program; lands in ${CMAKE_BINARY_DIR}/bin
# causeway_test(NAME SOURCES … [LINK …] [LABELS …] [TIMEOUT s])  one Qt Test program, registered with ctest as NAME

function(causeway_library name)
  cmake_parse_arguments(ARG "SHARED" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  if(ARG_SHARED)
    add_library(causeway_${name} SHARED ${ARG_SOURCES})
  else()
    add_library(causeway_${name} STATIC ${ARG_SOURCES})
  endif()
  add_library(causeway::${name} ALIAS causeway_${name})
  target_include_directories(causeway_${name} PUBLIC ${CAUSEWAY_INCLUDE_ROOT})
  target_link_libraries(causeway_${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
endfunction()

function(causeway_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CAUSEWAY_INCLUDE_ROOT})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  # Each package carries the API library in a private folder of its own (mesh-core/api).
  set_target_properties(${name} PROPERTIES INSTALL_RPATH /usr/lib/${CAUSEWAY_PACKAGE})
  install(TARGETS ${name} RUNTIME DESTINATION bin COMPONENT ${CAUSEWAY_COMPONENT})
endfunction()

function(causeway_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE
    CAUSEWAY_SOURCE_DIR="${CMAKE_SOURCE_DIR}" CAUSEWAY_BIN_DIR="${CMAKE_BINARY_DIR}/bin" QT_NO_KEYWORDS)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} Qt6::Test)
  # What is tested is optimised; the test's own lines run once, so that compiling them fast counts more.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set(environment QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC)
  if(CAUSEWAY_SANITIZE MATCHES "thread")
    # It would end a test that starts threads after a process.
    list(APPEND environment
      TSAN_OPTIONS=die_after_fork=0:suppressions=${CMAKE_SOURCE_DIR}/tests/support/tsan.supp)
  endif()
  if(CAUSEWAY_SANITIZE MATCHES "address")
    list(APPEND environment LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/lsan.supp)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "${environment}")
endfunction()
