// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

#include <vector>

/// The value of the key `.dockerconfigjson`, by which a cluster pulls images.
namespace chartwright {

struct RegistryLogin
{
    QString server; ///< "https://index.docker.io/v1/" is Docker Hub
    QString user;
    SecretValue password;
    QString email; ///< may be empty
};

inline constexpr QLatin1StringView DockerHub("https://index.docker.io/v1/");

/// Fails where a server or user is missing, a user holds ':', or a server stands there twice.
Result<SecretValue> writeDockerConfig(const std::vector<RegistryLogin> &logins);
/// Takes `auth` where user and password are not given. Other members are passed over. The error
/// says where, never what.
Result<std::vector<RegistryLogin>> readDockerConfig(const SecretValue &json);

} // namespace chartwright
