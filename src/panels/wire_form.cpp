// SPDX-License-Identifier: Apache-2.0
#include "panels/wire_form.h"

#include "panels/panel_style.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace chartwright {
namespace {

QLabel *words(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

WireForm::WireForm(EditContext *context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addStretch(1);
}

QList<WireForm::Meaning> WireForm::meaningsOf(const Wire &wire) const
{
    const Topology &topology = m_context->topology();
    QList<Meaning> out;
    for (const auto &[id, use] : wire.uses) {
        const WireSpec *spec = topology.kinds().wire(id);
        const ResourcePtr holder = topology.find(use.holder);
        if (!spec || !holder)
            continue;
        const QString label = spec->label ? spec->label(topology, *holder, use) : QString();
        // The last item on the way names the place best: a container, a variable, a rule.
        QString where;
        for (const Path::Step &step : use.path.steps()) {
            if (step.kind == Path::Step::Kind::Item && step.name != label && where.isEmpty())
                where = step.name;
        }
        const auto same = std::find_if(out.begin(), out.end(), [&](const Meaning &m) {
            return m.title == spec->title &&
                   (label.isEmpty() || m.label.isEmpty() || (m.label == label && m.where == where));
        });
        if (same == out.end()) {
            out.append({spec->title, label, where, {{id, use}}});
            continue;
        }
        if (same->label.isEmpty()) {
            same->label = label;
            same->where = where;
        }
        same->uses.append({id, use});
    }
    return out;
}

void WireForm::show(const ResourceId &from, const ResourceId &to)
{
    const QList<Wire> wires = wiresAt(m_context->topology(), m_context->document()->refs(), from);
    const auto wire = std::find_if(wires.begin(), wires.end(),
                                   [&](const Wire &w) { return w.from == from && w.to == to; });
    if (wire == wires.end())
        return;
    const QList<Meaning> meanings = meaningsOf(*wire);
    QStringList names;
    for (const ResourceId &id : {from, to}) {
        if (const ResourcePtr r = m_context->topology().find(id))
            names.append(r->name);
    }
    if (m_content && from == m_from && to == m_to && meanings == m_meanings && names == m_names)
        return;
    m_from = from;
    m_to = to;
    m_meanings = meanings;
    m_names = names;
    build(*wire, meanings);
}

void WireForm::build(const Wire &wire, const QList<Meaning> &meanings)
{
    if (m_content)
        m_content->deleteLater();
    m_content = new QWidget(this);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_content);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(10, 8, 8, 8);
    layout->setSpacing(2);
    const auto end = [&](const QString &title, const ResourceId &id, const QString &name) {
        const ResourcePtr r = m_context->topology().find(id);
        if (!r)
            return;
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        auto *label = words(title, m_content);
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setFixedWidth(40);
        auto *link = style::linkButton(r->name, m_content);
        link->setObjectName(name);
        link->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        link->setIcon(style::kindIcon(m_context->topology().kinds().find(r->kind), palette()));
        connect(link, &QToolButton::clicked, this, [this, id] {
            if (m_context->selection())
                m_context->selection()->reveal(id);
        });
        line->addWidget(label);
        line->addWidget(link);
        line->addStretch(1);
        layout->addLayout(line);
    };
    end(tr("From"), wire.from, QStringLiteral("wire:from"));
    end(tr("To"), wire.to, QStringLiteral("wire:to"));
    layout->addSpacing(8);
    int i = 0;
    for (const Meaning &meaning : meanings) {
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        auto *text = new QVBoxLayout;
        text->setSpacing(0);
        const QString first = meaning.label.isEmpty() ? meaning.title : meaning.label;
        auto *name = words(first, m_content);
        QFont medium = name->font();
        medium.setWeight(QFont::Medium);
        name->setFont(medium);
        text->addWidget(name);
        QStringList more;
        if (!meaning.label.isEmpty())
            more.append(meaning.title);
        if (!meaning.where.isEmpty())
            more.append(meaning.where);
        if (!more.isEmpty()) {
            auto *detail = words(more.join(QStringLiteral(" · ")), m_content);
            detail->setForegroundRole(QPalette::PlaceholderText);
            text->addWidget(detail);
        }
        auto *go = style::glyphButton(style::Glyph::Folded, tr("Show the field"), m_content);
        go->setObjectName(QStringLiteral("wire:show:%1").arg(i));
        const RefUse use = meaning.uses.first().second;
        connect(go, &QToolButton::clicked, this, [this, use] {
            if (m_context->selection())
                m_context->selection()->reveal(use.holder, use.path);
        });
        auto *button = style::glyphButton(style::Glyph::Remove, tr("Remove"), m_content);
        button->setObjectName(QStringLiteral("wire:remove:%1").arg(i++));
        connect(button, &QToolButton::clicked, this, [this, uses = meaning.uses] { remove(uses); });
        line->addLayout(text, 1);
        line->addWidget(go, 0, Qt::AlignTop);
        line->addWidget(button, 0, Qt::AlignTop);
        layout->addLayout(line);
        layout->addSpacing(6);
    }
    auto *all = style::linkButton(tr("Remove the wire"), m_content);
    all->setObjectName(QStringLiteral("wire:removeAll"));
    connect(all, &QToolButton::clicked, this, [this, uses = wire.uses] { remove(uses); });
    layout->addWidget(all, 0, Qt::AlignLeft);
    m_content->show();
}

void WireForm::remove(const QList<std::pair<QString, RefUse>> &uses)
{
    Wire part;
    part.from = m_from;
    part.to = m_to;
    part.uses = uses;
    m_context->push(removeWire(m_context->topology(), part), EditContext::How::Step);
}

} // namespace chartwright
