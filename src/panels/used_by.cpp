// SPDX-License-Identifier: Apache-2.0
#include "panels/used_by.h"

#include "panels/panel_style.h"

#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace chartwright {
namespace {

/// A reference to the resource, and not beside one that picks a key or some: all keys as variables,
/// the files of a volume, a certificate, a login.
bool takesAll(const Resource &holder, const RefUse &use)
{
    const Value &around = at(holder.fields, use.path.parent());
    return holder.kind != u"Release" && use.ref.part.isEmpty() && around[u"key"].isNull() &&
           around[u"items"].list().isEmpty();
}

} // namespace

UsedBy::UsedBy(EditContext *context, QWidget *parent, int depth)
    : QWidget(parent), m_context(context), m_depth(depth), m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("usedBy"));
    m_layout->setContentsMargins(style::LabelWidth - depth * style::Indent - 4, 2, 22, 2);
    m_layout->setSpacing(0);
}

void UsedBy::refresh(const QString &part)
{
    const ResourcePtr self = m_context->resource();
    if (!self)
        return;
    QList<RefUse> uses;
    QStringList names;
    const Topology &topology = m_context->topology();
    for (const RefUse &use : m_context->document()->refs().to(self->id)) {
        const ResourcePtr holder = topology.find(use.holder);
        if (!holder || (use.ref.part != part && !takesAll(*holder, use)))
            continue;
        uses.append(use);
        // The variable says more than the resource alone.
        QString name = holder->name;
        for (const Path::Step &step : use.path.steps()) {
            if (step.kind == Path::Step::Kind::Item)
                name = holder->name + QStringLiteral(" · ") + step.name;
        }
        names.append(name);
    }
    if (m_shown && uses == m_uses && names == m_names)
        return;
    m_shown = true;
    m_uses = uses;
    m_names = names;
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (qsizetype i = 0; i < uses.size(); ++i) {
        auto *link = style::linkButton(names[i], this);
        const RefUse use = uses[i];
        connect(link, &QToolButton::clicked, this, [this, use] {
            if (m_context->selection())
                m_context->selection()->reveal(use.holder, use.path);
        });
        m_layout->addWidget(link, 0, Qt::AlignLeft);
    }
    if (uses.isEmpty()) {
        auto *nobody = new QLabel(tr("nothing yet"), this);
        nobody->setForegroundRole(QPalette::PlaceholderText);
        nobody->setContentsMargins(4, 4, 0, 4);
        m_layout->addWidget(nobody);
    }
}

void UsedBy::paintEvent(QPaintEvent *)
{
    QPainter p(this);
    p.setPen(style::muted(palette()));
    p.drawText(QRect(10, 2, style::LabelWidth - m_depth * style::Indent - 16, 22),
               Qt::AlignVCenter | Qt::TextSingleLine, tr("Used by"));
}

} // namespace chartwright
