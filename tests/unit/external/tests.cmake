# SPDX-License-Identifier: Apache-2.0
chartwright_test(external NETWORK SOURCES external/test_helm_output.cpp external/test_minikube_output.cpp
  LINKS chartwright::external chartwright::test_support)
