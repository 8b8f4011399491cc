# SPDX-License-Identifier: Apache-2.0
chartwright_test(cli NETWORK SOURCES cli/test_console.cpp cli/test_findings_output.cpp
    cli/test_status_output.cpp
  LINKS chartwright::cli chartwright::test_topologies)
