// SPDX-License-Identifier: Apache-2.0
#include "panels/field_row.h"

#include <QVBoxLayout>

namespace chartwright {

FieldForm::FieldForm(const QList<const FieldSpec *> &fields, EditContext *context, QWidget *parent,
                     int depth)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const FieldSpec *field : fields)
        add(*field, context, depth);
}

FieldForm::FieldForm(const QList<FieldSpec> &fields, EditContext *context, QWidget *parent,
                     int depth)
    : FieldForm(QList<const FieldSpec *>(), context, parent, depth)
{
    for (const FieldSpec &field : fields)
        add(field, context, depth);
}

void FieldForm::add(const FieldSpec &spec, EditContext *context, int depth)
{
    auto *row = new FieldRow(spec, context, this, depth);
    layout()->addWidget(row);
    m_rows.append(row);
}

void FieldForm::setBase(const Path &base, const Path &keep)
{
    for (FieldRow *row : m_rows)
        row->setPath(base / Path(row->spec().path), keep);
}

void FieldForm::refresh()
{
    for (FieldRow *row : m_rows)
        row->refresh();
}

bool FieldForm::reveal(const Path &path)
{
    // The longest path knows best: a union stands at its parent's.
    FieldRow *best = nullptr;
    for (FieldRow *row : m_rows) {
        const bool unionRow = row->spec().type == FieldType::Union;
        const bool fits =
            path.startsWith(row->path()) && (!unionRow || path.size() > row->path().size());
        if (fits && (!best || row->path().size() > best->path().size()))
            best = row;
    }
    return best && best->reveal(path);
}

} // namespace chartwright
