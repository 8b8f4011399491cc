# SPDX-License-Identifier: Apache-2.0
chartwright_test(checks SOURCES checks/cases.cpp checks/test_catalogue.cpp
  checks/test_credential_move.cpp checks/test_engine.cpp
  checks/test_rules.cpp
  LINKS chartwright::checks chartwright::test_topologies)
