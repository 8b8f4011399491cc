// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace chartwright {

class FieldForm;
class KeyEditor;
class MessageList;
class ReferenceEdit;
class UsedBy;

/// An entry of a StringMap. Where values may refer to something (a ConfigMap) key and value stand
/// under each other, with a button to insert a reference, the key's description and who uses it.
class MapEntry : public QWidget
{
    Q_OBJECT
public:
    MapEntry(const FieldSpec &spec, EditContext *context, QWidget *parent);

    void show(const Path &map, const QString &key, const Value &value, bool readOnly);
    KeyEditor *keyEditor() const { return m_key; }
    ReferenceEdit *valueEdit() const { return m_value; }
    Path path() const { return m_path; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void unfold(bool open);
    bool isRich() const { return !m_spec.refKind.isEmpty(); }

    const FieldSpec &m_spec;
    EditContext *m_context;
    Path m_path;
    QString m_name;
    KeyEditor *m_key;
    ReferenceEdit *m_value;
    QToolButton *m_insert = nullptr, *m_more = nullptr, *m_remove;
    MessageList *m_messages;
    QVBoxLayout *m_layout;
    QWidget *m_details = nullptr;
    FieldForm *m_about = nullptr;
    UsedBy *m_usedBy = nullptr;
    QList<const FieldSpec *> m_aboutFields;
};

/// StringMap: keys and values. Values are named "field:<path>", keys "key:<path>".
class MapEditor : public FieldEditor
{
    Q_OBJECT
public:
    MapEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override { return m_widget; }
    void setPath(const Path &path, const Path &keep = {}) override;
    void refresh() override;
    bool reveal(const Path &path) override;
    void addItem() override;
    bool canAdd() const override { return true; }

private:
    void commitNew();

    QWidget *m_widget;
    QVBoxLayout *m_layout;
    QLabel *m_note;
    QLineEdit *m_new;
    QToolButton *m_all;
    QList<MapEntry *> m_entries;
    qsizetype m_limit;
};

/// The table of descriptions and sources that belongs to the keys of a map ("design.keys"), or
/// null.
const FieldSpec *aboutKeys(const KindSpec *kind);

} // namespace chartwright
