# SPDX-License-Identifier: Apache-2.0
chartwright_test(kinds
  SOURCES kinds/test_kept_values.cpp kinds/test_secret_wires.cpp kinds/test_tables.cpp
    kinds/test_wires.cpp
  LINKS chartwright::kinds chartwright::test_topologies)
