// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QSet>
#include <QStringList>

namespace chartwright {

/// Takes secrets out of what Helm keeps of a release, so that it may be shown: what stands in
/// Secrets, what has the name or the looks of a credential, and the same text wherever else it
/// stands. It hides too much rather than too little. What is empty is told, and whether a Boolean
/// is true, but for those in a Secret. Any thread.
class SecretMask
{
public:
    /// In the place of a value.
    static QString hidden() { return QStringLiteral("•••"); }

    /// Notes what is in an object that is a Secret, or in values under names of credentials: it is
    /// hidden in all that is masked afterwards.
    void learnObject(const Value &object);
    void learnValues(const Value &values);

    Value object(const Value &object) const;
    Value values(const Value &values) const;
    /// A text of many lines: notes, what a test wrote.
    QString text(const QString &text) const;

private:
    enum class In { Object, Values };

    void learn(const QString &text);
    void learnAll(const Value &value);
    Value masked(const Value &value, In in, bool isBelowName) const;
    Value leaf(const Value &value) const;
    QString line(const QString &text) const;

    QSet<QString> m_known;
    QStringList m_long; ///< of those, what is looked for inside of other texts
};

/// As `after`, which is masked; where a value is hidden, or part of a text, it says whether that
/// differs from what was `before`.
Value tellHidden(const Value &before, const Value &after, const Value &maskedBefore,
                 const Value &maskedAfter);

} // namespace chartwright
