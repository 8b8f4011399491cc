// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

namespace chartwright {

/// An amount as Kubernetes writes it (apimachinery/pkg/api/resource): "100m", "1", "128Mi", "1e3".
class Quantity
{
public:
    static Result<Quantity> parse(QStringView text);

    /// The amount in base units (cores, bytes). Exact to 15 digits, which is enough to compare.
    double value() const { return m_value; }
    /// As typed.
    QString text() const { return m_text; }

    friend bool operator==(const Quantity &a, const Quantity &b) { return a.m_value == b.m_value; }
    friend auto operator<=>(const Quantity &a, const Quantity &b)
    {
        return a.m_value <=> b.m_value;
    }

private:
    double m_value = 0;
    QString m_text;
};

} // namespace chartwright
