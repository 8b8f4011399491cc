// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace chartwright {

class FieldForm;
class Foldable;
class MessageList;
class UsedBy;

/// Struct: a row a field.
class StructEditor : public FieldEditor
{
    Q_OBJECT
public:
    StructEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth);
    QWidget *widget() override;
    void setPath(const Path &path, const Path &keep = {}) override;
    void refresh() override;
    bool reveal(const Path &path) override;

private:
    FieldForm *m_form;
};

/// One item of a list or map: a title, what is in it in a few words, tools, and its fields.
class Card : public QWidget
{
    Q_OBJECT
public:
    Card(const QList<const FieldSpec *> &fields, EditContext *context, QWidget *parent, int depth);

    void setPath(const Path &path);
    const Path &path() const { return m_path; }
    void refresh(const QString &title, const QString &summary);
    bool reveal(const Path &path);
    Foldable *foldable() const { return m_foldable; }
    /// A line above the fields: the key of a map.
    void setKeyEditor(QWidget *editor) { m_keyEditor = editor; }
    /// Who refers to this part of the resource.
    void setPart(const QString &part) { m_part = part; }

private:
    QWidget *makeBody(QWidget *parent);

    QList<const FieldSpec *> m_fields;
    EditContext *m_context;
    const int m_depth;
    Path m_path;
    Foldable *m_foldable;
    MessageList *m_messages;
    FieldForm *m_form = nullptr;
    QWidget *m_keyEditor = nullptr;
    UsedBy *m_usedBy = nullptr;
    QString m_part;
};

/// StructList: a card an item, with add, remove, up and down. `sections`: only these of the item's
/// fields (others stand in sections of their own); empty: all.
class StructListEditor : public FieldEditor
{
    Q_OBJECT
public:
    StructListEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth,
                     const QList<Section> &sections = {});
    QWidget *widget() override { return m_widget; }
    void setPath(const Path &path, const Path &keep = {}) override;
    void refresh() override;
    bool reveal(const Path &path) override;
    void addItem() override;
    bool canAdd() const override { return true; }

private:
    List items() const;
    Card *addCard();
    void store(const List &items);
    void move(Card *card, int by);
    void remove(Card *card);

    QWidget *m_widget;
    QVBoxLayout *m_layout;
    QLabel *m_note;
    QList<const FieldSpec *> m_fields;
    QList<Card *> m_cards;
    const int m_depth;
    bool m_first = true;
};

/// StructMap: a card a key; keys are renamed with all that refers to them.
class StructMapEditor : public FieldEditor
{
    Q_OBJECT
public:
    StructMapEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth);
    QWidget *widget() override { return m_widget; }
    void setPath(const Path &path, const Path &keep = {}) override;
    void refresh() override;
    bool reveal(const Path &path) override;
    void addItem() override;
    bool canAdd() const override { return true; }

private:
    Card *addCard();
    void commitNew();

    QWidget *m_widget;
    QVBoxLayout *m_layout;
    QLabel *m_note;
    QLineEdit *m_new;
    QList<Card *> m_cards;
    const int m_depth;
    bool m_first = true;
};

/// Union: a combo box switches between the alternatives; under it the fields of the one that is
/// there.
class UnionEditor : public FieldEditor
{
    Q_OBJECT
public:
    UnionEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth);
    QWidget *widget() override;
    QWidget *below() override { return m_below; }
    void setPath(const Path &path, const Path &keep = {}) override;
    void refresh() override;
    bool reveal(const Path &path) override;

private:
    void choose(int index);
    void showAlternative(const FieldSpec *alternative);

    QComboBox *m_combo;
    QWidget *m_below;
    FieldForm *m_form = nullptr;
    const FieldSpec *m_shown = nullptr;
    QHash<const FieldSpec *, FieldForm *> m_forms;
    const int m_depth;
};

} // namespace chartwright
