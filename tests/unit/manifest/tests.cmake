# SPDX-License-Identifier: Apache-2.0
chartwright_test(manifest SOURCES manifest/test_printer.cpp manifest/test_go_text.cpp
    ${CMAKE_SOURCE_DIR}/tests/support/hard_strings.cpp
  LINKS chartwright::manifest chartwright::test_support)
