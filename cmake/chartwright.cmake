# SPDX-License-Identifier: Apache-2.0
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTOUIC ON)
set(CMAKE_AUTOUIC_SEARCH_PATHS ${CMAKE_SOURCE_DIR}/ui)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(chartwright_options INTERFACE)
target_compile_options(chartwright_options INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough $<$<BOOL:${CHARTWRIGHT_WERROR}>:-Werror>
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow>
  # A header that does not fit (another Qt module is linked) only costs time.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-error=invalid-pch>)
# GCC 12 takes the unused members of a std::variant for uninitialized ones as soon as it inlines.
target_compile_options(chartwright_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
target_compile_definitions(chartwright_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
  QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_STRICT_ITERATORS)
target_include_directories(chartwright_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
if(CHARTWRIGHT_SANITIZE)
  target_compile_options(chartwright_options INTERFACE -fsanitize=${CHARTWRIGHT_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(chartwright_options INTERFACE -fsanitize=${CHARTWRIGHT_SANITIZE})
endif()

# Targets that see the same Qt definitions share one precompiled header. Qt6::Test defines the
# folder of a test, so tests share theirs only within a folder (the optional third argument).
function(chartwright_pch target group)
  if(NOT CHARTWRIGHT_PCH)
    return()
  endif()
  set(key chartwright_pch_${group}${ARGV2})
  get_property(owner GLOBAL PROPERTY ${key})
  if(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  else()
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch_${group}.h)
    set_property(GLOBAL PROPERTY ${key} ${target})
  endif()
endfunction()

# chartwright_library(<folder> [PCH core|gui|widgets] SOURCES … [PUBLIC …] [PRIVATE …])
function(chartwright_library folder)
  cmake_parse_arguments(arg "" "PCH" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  set(target chartwright_${folder})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(chartwright::${folder} ALIAS ${target})
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE chartwright_options ${arg_PRIVATE})
  if(arg_PCH)
    chartwright_pch(${target} ${arg_PCH})
  endif()
endfunction()

# What the sources of tests see. With NETWORK, Qt6::Network brings definitions along.
function(chartwright_test_sources target)
  cmake_parse_arguments(arg "GUI;NETWORK" "" "" ${ARGN})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/tests ${CMAKE_BINARY_DIR}/tests/include)
  if(arg_GUI)
    target_compile_definitions(${target} PRIVATE CHARTWRIGHT_GUI_TEST)
    chartwright_pch(${target} test_gui ${CMAKE_CURRENT_SOURCE_DIR})
  elseif(arg_NETWORK)
    chartwright_pch(${target} test ${CMAKE_CURRENT_SOURCE_DIR}NETWORK)
  else()
    chartwright_pch(${target} test ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
endfunction()

# chartwright_test_library(<name> SOURCES … LINKS … [GUI|NETWORK]): what several test programs share
function(chartwright_test_library name)
  cmake_parse_arguments(arg "GUI;NETWORK" "" "SOURCES;LINKS" ${ARGN})
  set(target chartwright_test_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(chartwright::test_${name} ALIAS ${target})
  target_link_libraries(${target} PRIVATE chartwright_options PUBLIC Qt6::Test ${arg_LINKS})
  if(arg_GUI)
    target_link_libraries(${target} PUBLIC Qt6::Widgets)
  elseif(arg_NETWORK)
    target_link_libraries(${target} PUBLIC Qt6::Network)
  endif()
  chartwright_test_sources(${target} ${ARGN})
endfunction()

# chartwright_test(<name> SOURCES … LINKS … [GUI|NETWORK]): one executable a library, see tests/support/test_case.h
function(chartwright_test name)
  cmake_parse_arguments(arg "GUI;NETWORK" "" "SOURCES;LINKS;LABELS" ${ARGN})
  set(target test_${name})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE chartwright_options Qt6::Test ${arg_LINKS})
  set(main chartwright::test_main)
  if(arg_GUI)
    set(main chartwright::test_main_gui)
  endif()
  target_link_libraries(${target} PRIVATE ${main})
  chartwright_test_sources(${target} ${ARGN})
  add_test(NAME ${name} COMMAND ${target})
  # ctest would count a skipped function as passed.
  set_tests_properties(${name} PROPERTIES FAIL_REGULAR_EXPRESSION "SKIP   :")
  if(arg_LABELS)
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
  endif()
  set(locks)
  if("gui" IN_LIST arg_LABELS) # real input: one mouse and one focus for all of them
    list(APPEND locks display)
  endif()
  if("cluster" IN_LIST arg_LABELS) # one small node
    list(APPEND locks cluster)
  endif()
  set_tests_properties(${name} PROPERTIES RESOURCE_LOCK "${locks}")
  if("bench" IN_LIST arg_LABELS)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
