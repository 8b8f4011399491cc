// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/wires.h"
#include "panels/edit_context.h"

#include <QWidget>

class QVBoxLayout;

namespace chartwright {

/// A wire: its ends, and each of its references with a button to remove it. Object names
/// "wire:from", "wire:to", "wire:remove:<i>", "wire:removeAll".
class WireForm : public QWidget
{
    Q_OBJECT
public:
    WireForm(EditContext *context, QWidget *parent);
    void show(const ResourceId &from, const ResourceId &to);

private:
    /// References that mean one thing together: a variable's object and its key.
    struct Meaning
    {
        QString title, label, where;
        QList<std::pair<QString, RefUse>> uses;
        bool operator==(const Meaning &) const = default;
    };
    QList<Meaning> meaningsOf(const Wire &wire) const;
    void remove(const QList<std::pair<QString, RefUse>> &uses);
    void build(const Wire &wire, const QList<Meaning> &meanings);

    EditContext *m_context;
    ResourceId m_from, m_to;
    QStringList m_names;
    QList<Meaning> m_meanings;
    QWidget *m_content = nullptr;
};

} // namespace chartwright
