// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/edit_context.h"

#include <QWidget>

class QLabel;

namespace chartwright {

class FieldForm;
class Foldable;
class StructListEditor;

/// A list whose items spread over the sections: a Deployment's containers. In each section their
/// fields of that section, under the item's name where there are several.
class SpreadForm : public QWidget
{
    Q_OBJECT
public:
    SpreadForm(const FieldSpec &list, Section section, EditContext *context, QWidget *parent);
    void refresh();
    bool reveal(const Path &path);

private:
    const FieldSpec &m_list;
    QList<const FieldSpec *> m_fields;
    EditContext *m_context;
    struct Item
    {
        QLabel *title;
        FieldForm *form;
        Path path;
    };
    QList<Item> m_items;
};

/// All fields of a kind (or those that several kinds share), by section. Kept and filled anew when
/// another resource of the kind is selected.
class ResourceForm : public QWidget
{
    Q_OBJECT
public:
    ResourceForm(const QList<const FieldSpec *> &fields, EditContext *context, QWidget *parent);

    /// `other`: it shows another resource than before.
    void refresh(bool other);
    bool reveal(const Path &path);

private:
    struct SectionBox
    {
        Section section;
        QList<const FieldSpec *> fields;
        QList<const FieldSpec *> spread; ///< lists with fields in this section
        Foldable *foldable = nullptr;
        QList<SpreadForm *> spreadForms;
        FieldForm *form = nullptr;
        std::optional<bool> folded; ///< by a person
    };

    void makeBox(Section section);
    QWidget *makeBody(SectionBox &box, QWidget *parent);
    void refreshBody(SectionBox &box);
    bool isSet(const SectionBox &box) const;
    std::optional<Severity> worst(const SectionBox &box) const;
    QList<Path> paths(const SectionBox &box) const;

    QList<const FieldSpec *> m_fields;
    EditContext *m_context;
    std::vector<std::unique_ptr<SectionBox>> m_boxes;
};

/// Its items' fields stand in several sections.
bool isSpread(const FieldSpec &spec);
/// The fields that all these kinds have at the same path with the same type.
QList<const FieldSpec *> sharedFields(const Kinds &kinds, const QStringList &kindNames);

} // namespace chartwright
