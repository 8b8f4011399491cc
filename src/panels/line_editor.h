// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

#include <QLineEdit>

namespace chartwright {

/// A line edit with a unit at its end.
class UnitLineEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit UnitLineEdit(QWidget *parent = nullptr) : QLineEdit(parent) {}
    void setUnit(const QString &unit);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_unit;
};

/// String, Int, Quantity, IntOrPercent: text that is kept as typed, right or wrong.
class LineEditor : public FieldEditor
{
    Q_OBJECT
public:
    LineEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override { return m_edit; }
    void refresh() override;
    bool reveal(const Path &path) override;

private:
    void onEdited(const QString &text);
    /// The field names its list's item, and another item has this name.
    bool isTaken(const QString &text) const;

    UnitLineEdit *m_edit;
};

/// What stands in an empty editor: the default, or that several resources differ.
QString placeholder(const FieldEditor &editor, const Value &derived);
/// Replaces the text where it differs, with the cursor where it was.
void showText(QLineEdit *edit, const QString &text);

} // namespace chartwright
