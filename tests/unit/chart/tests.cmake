# SPDX-License-Identifier: Apache-2.0
chartwright_test(chart SOURCES chart/test_chart.cpp chart/test_chart_files.cpp chart/test_schema.cpp
    chart/test_schema_fields.cpp chart/test_set.cpp chart/test_values.cpp
  LINKS chartwright::chart chartwright::test_support chartwright::test_topologies Qt6::Concurrent)
