// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/ref_index.h"
#include "model/topology.h"

namespace chartwright {

enum class Severity { Error, Warning, Advice };

struct Finding;
/// Pure: the edit that mends a finding; empty where it no longer can.
using Fix = Edit (*)(const Topology &, const RefIndex &, const Finding &);

/// Something wrong with a drawing. All texts are translated and plain, and hold no secret value.
struct Finding
{
    QString rule; ///< "resources/request-over-limit"
    ResourceId resource;
    Path path; ///< the field; empty: the resource
    Severity severity = Severity::Warning;
    QString message;     ///< one sentence: what is wrong
    QString explanation; ///< why it matters
    QString remedy;      ///< what to do
    QString fixText;     ///< "Raise the limit to 600m"; empty without a fix
    Fix fix = nullptr;
    Value detail;           ///< for the fix: what it needs beside the path (a value to set, a name)
    bool acceptable = true; ///< warnings, advice and profile errors are; other errors are not
    std::optional<QString> accepted; ///< the reason that a person gave

    /// Counts for badges and exit codes.
    bool isOpen() const { return !accepted.has_value(); }
    friend bool operator==(const Finding &, const Finding &) = default;
};

} // namespace chartwright
