# SPDX-License-Identifier: Apache-2.0
chartwright_test(tree SOURCES tree/test_yaml.cpp ${CMAKE_SOURCE_DIR}/tests/support/hard_strings.cpp
  LINKS chartwright::tree)
