// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <optional>

namespace chartwright {

/// `[registry/]name[:tag][@digest]` by distribution/reference; the registry is what stands before
/// the first slash if it holds a '.' or ':' or is "localhost".
struct ImageReference
{
    QString registry, name, tag, digest;

    static std::optional<ImageReference> parse(QStringView text);
    QString repository() const; ///< registry and name
    QString text() const;

    static bool isName(QStringView text);     ///< path components, lower case
    static bool isTag(QStringView text);      ///< at most 128
    static bool isRegistry(QStringView text); ///< host[:port]
    static bool isDigest(QStringView text);   ///< sha256:…
};

} // namespace chartwright
