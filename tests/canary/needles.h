// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QList>
#include <QString>

/// Looks for secret values wherever they may have leaked to, in whatever form. Values come at run
/// time and are never part of an argument, an environment or a message: a hit names its number.
class Needles
{
public:
    /// At least 12 bytes each, else one might be found by chance. Of several lines each line that
    /// is long enough counts for itself too.
    explicit Needles(const QList<QByteArray> &values);

    /// "value 7 as hex", once for each form of each value that is in the bytes.
    QStringList find(const QByteArray &bytes) const;
    /// In every file below the folder, hidden ones too, with its path before the words. Archives
    /// (.tgz) are unpacked and their files searched as well. `files` counts those that were read.
    QStringList findBelow(const QString &folder, int *files = nullptr) const;

    /// The forms that are looked for, by name.
    static QStringList forms();
    /// A value in one of them, as it would stand in a file.
    static QByteArray inForm(const QByteArray &value, const QString &form);

private:
    struct Needle
    {
        int value;
        QString form;
        QByteArray bytes;
    };
    QList<Needle> m_needles;
};
