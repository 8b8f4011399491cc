# SPDX-License-Identifier: Apache-2.0
# Against the real kinds: a model without any would test nothing that a person does.
chartwright_test(model SOURCES model/test_topology.cpp model/test_edits.cpp
  LINKS chartwright::model chartwright::kinds)
