// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/values.h"
#include "model/overlay.h"
#include "panels/field_editor.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace chartwright {

class MessageList;

/// A Release's override values by their key in values.yaml: "backend.replicas" and 3. Values of
/// Secrets are refused. Keys are named "override:<i>:key", values "override:<i>:value", the one to
/// add "override:new".
class OverridesEditor : public FieldEditor
{
    Q_OBJECT
public:
    OverridesEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override { return m_widget; }
    void refresh() override;
    bool reveal(const Path &path) override;
    void addItem() override;
    bool canAdd() const override { return true; }

private:
    struct Line
    {
        QWidget *row;
        QLineEdit *key, *value;
        MessageList *messages;
    };
    struct Target
    {
        std::optional<ValuesEntry> entry;
        QString problem;
    };

    void addLine();
    QList<Override> overrides() const;
    void store(const QList<Override> &overrides, EditContext::How how);
    Target targetOf(const QString &key) const;
    Value parsed(const Override &override, const QString &text) const;
    QString problemOf(const Override &override) const;
    void changeKey(QLineEdit *edit);
    void changeValue(QLineEdit *edit, const QString &text);
    void commitNew();
    void complete(QLineEdit *edit);
    qsizetype lineOf(const QLineEdit *edit) const;

    QWidget *m_widget;
    QVBoxLayout *m_layout;
    QLabel *m_note;
    QLineEdit *m_new;
    QList<Line> m_lines;
};

} // namespace chartwright
