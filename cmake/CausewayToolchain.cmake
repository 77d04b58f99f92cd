# SPDX-License-Identifier: Apache-2.0
# Language level, warnings, sanitizers, ccache and linker: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# -O2: -O3 costs build time and gives nothing that we could measure.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# One place for what is run from the build tree: programs, plug-ins and libraries side by side.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference
                    -Wimplicit-fallthrough -Wno-missing-field-initializers -fdiagnostics-color=auto)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside its own library headers when it inlines; they are noise there.
  add_compile_options(-Wno-null-dereference -Wno-restrict -Wno-stringop-overflow -Wno-maybe-uninitialized)
endif()
if(CAUSEWAY_WERROR)
  add_compile_options(-Werror)
endif()
if(CAUSEWAY_SANITIZE)
  add_compile_options(-fsanitize=${CAUSEWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CAUSEWAY_SANITIZE})
  add_compile_definitions(CAUSEWAY_INSTRUMENTED)
  if(CAUSEWAY_SANITIZE MATCHES "thread")
    # Protobuf's headers would lay out its maps in another way than Debian's library does.
    add_compile_options(-U__SANITIZE_THREAD__)
  endif()
endif()
