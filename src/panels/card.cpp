// SPDX-License-Identifier: Apache-2.0
#include "panels/field_row.h"
#include "panels/foldable.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"
#include "panels/struct_editors.h"
#include "panels/used_by.h"

#include <QVBoxLayout>

namespace chartwright {

Card::Card(const QList<const FieldSpec *> &fields, EditContext *context, QWidget *parent, int depth)
    : QWidget(parent), m_fields(fields), m_context(context), m_depth(depth),
      m_foldable(new Foldable(
          FoldButton::Level::Card, {}, [this](QWidget *p) { return makeBody(p); }, this)),
      m_messages(new MessageList(context, m_foldable))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_foldable);
    m_messages->setIndent(20);
    m_foldable->setNote(m_messages);
    connect(m_foldable, &Foldable::toggled, this, [this](bool folded) {
        if (!folded && m_form)
            m_form->refresh();
    });
}

QWidget *Card::makeBody(QWidget *parent)
{
    auto *body = new QWidget(parent);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(style::Indent, 0, 0, 6);
    layout->setSpacing(0);
    if (m_keyEditor) {
        m_keyEditor->setParent(body);
        layout->addWidget(m_keyEditor);
        m_keyEditor->show();
    }
    m_form = new FieldForm(m_fields, m_context, body, m_depth + 2);
    m_form->setBase(m_path, m_path);
    layout->addWidget(m_form);
    if (!m_part.isEmpty()) {
        m_usedBy = new UsedBy(m_context, body, m_depth + 2);
        layout->addWidget(m_usedBy);
        m_usedBy->refresh(m_part);
    }
    m_form->refresh();
    return body;
}

void Card::setPath(const Path &path)
{
    m_path = path;
    setObjectName(QStringLiteral("card:") + path.text());
    m_foldable->header()->setObjectName(QStringLiteral("fold:") + path.text());
    if (m_form)
        m_form->setBase(path, path);
}

void Card::refresh(const QString &title, const QString &summary)
{
    FoldButton *header = m_foldable->header();
    if (header->text() != title) {
        header->setText(title);
        header->setAccessibleName(title);
        header->update();
    }
    header->setSummary(summary);
    header->setSeverity(m_foldable->isFolded() ? m_context->worst(m_path) : std::nullopt);
    m_messages->setMessages(m_context->findings(m_path, false), {});
    if (m_form && !m_foldable->isFolded())
        m_form->refresh();
    if (m_usedBy)
        m_usedBy->refresh(m_part);
}

bool Card::reveal(const Path &path)
{
    m_foldable->setFolded(false);
    if (m_form->reveal(path))
        return true;
    if (!m_form->rows().isEmpty())
        return m_form->rows().first()->reveal(m_form->rows().first()->path());
    return false;
}

} // namespace chartwright
