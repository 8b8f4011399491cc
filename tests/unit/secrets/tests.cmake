chartwright_test(secrets
  SOURCES secrets/test_secret_value.cpp secrets/test_verdict.cpp secrets/test_generator.cpp
    secrets/test_env_file.cpp secrets/test_docker_config.cpp secrets/test_secret_types.cpp
    secrets/test_tls_pair.cpp secrets/test_secret_index.cpp secrets/test_vault.cpp
    secrets/test_env_exposure.cpp secrets/test_env_import.cpp
    secrets/test_value_survey.cpp
  LINKS chartwright::secrets chartwright::test_topologies chartwright::test_support OpenSSL::Crypto)
