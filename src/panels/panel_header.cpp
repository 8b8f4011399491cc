// SPDX-License-Identifier: Apache-2.0
#include "panels/panel_header.h"

#include "checks/name_problem.h"
#include "model/values_key.h"
#include "model/values_place.h"
#include "panels/line_editor.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace chartwright {

PanelHeader::PanelHeader(EditContext *context, QWidget *parent)
    : QWidget(parent), m_context(context), m_icon(new QLabel(this)), m_kind(new QLabel(this)),
      m_title(new QLabel(this)), m_keyLabel(new QLabel(this)), m_keyWarning(new QLabel(this)),
      m_name(new QLineEdit(this)), m_key(new QLineEdit(this)),
      m_editKey(style::glyphButton(style::Glyph::Edit, tr("Change the values key"), this)),
      m_keyLine(new QWidget(this)), m_messages(new MessageList(context, this)),
      m_keyMessages(new MessageList(context, this))
{
    setObjectName(QStringLiteral("header"));
    m_name->setObjectName(QStringLiteral("header:name"));
    m_name->setAccessibleName(tr("Name"));
    m_kind->setObjectName(QStringLiteral("header:kind"));
    m_title->setObjectName(QStringLiteral("header:title"));
    m_key->setObjectName(QStringLiteral("header:valuesKey"));
    m_key->setAccessibleName(tr("Values key"));
    m_editKey->setObjectName(QStringLiteral("header:editValuesKey"));
    for (QLabel *label : {m_kind, m_title, m_keyLabel, m_keyWarning})
        label->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(bold.pointSizeF() * 1.12);
    m_name->setFont(bold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_icon->setFixedSize(20, 20);
    m_kind->setForegroundRole(QPalette::PlaceholderText);
    m_keyLabel->setForegroundRole(QPalette::PlaceholderText);
    m_keyWarning->setWordWrap(true);
    m_keyWarning->setForegroundRole(QPalette::PlaceholderText);
    m_keyWarning->setContentsMargins(28, 0, 8, 4);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 8, 7);
    layout->setSpacing(3);
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_icon);
    first->addWidget(m_name, 1);
    first->addWidget(m_title, 1);
    first->addWidget(m_kind);
    layout->addLayout(first);
    m_messages->setIndent(28, 4);
    layout->addWidget(m_messages);
    auto *keyLine = new QHBoxLayout(m_keyLine);
    keyLine->setContentsMargins(28, 0, 0, 0);
    keyLine->setSpacing(4);
    keyLine->addWidget(m_keyLabel);
    keyLine->addWidget(m_key, 1);
    keyLine->addWidget(m_editKey);
    keyLine->addStretch(0);
    layout->addWidget(m_keyLine);
    layout->addWidget(m_keyWarning);
    m_keyMessages->setIndent(28, 4);
    layout->addWidget(m_keyMessages);

    m_name->installEventFilter(this);
    m_key->installEventFilter(this);
    connect(m_name, &QLineEdit::textEdited, this, &PanelHeader::onNameEdited);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        m_localProblem.clear();
        refresh();
    });
    connect(m_editKey, &QToolButton::clicked, this, [this] { editKey(m_key->isHidden()); });
    connect(m_key, &QLineEdit::textEdited, this,
            [this](const QString &key) { m_keyMessages->setMessages({}, keyProblem(key)); });
    connect(m_key, &QLineEdit::returnPressed, this, &PanelHeader::commitKey);
    editKey(false);
    showTitle({}, {});
}

void PanelHeader::showTitle(const QString &title, const QString &what)
{
    m_name->hide();
    m_icon->hide();
    m_keyLine->hide();
    m_keyWarning->hide();
    m_messages->setMessages({}, {});
    m_title->setText(title);
    m_title->show();
    m_kind->setText(what);
}

void PanelHeader::refresh()
{
    const ResourcePtr r = m_context->resource();
    if (!r)
        return;
    const KindSpec *kind = m_context->kind();
    const bool single = m_context->isSingle();
    m_icon->setPixmap(style::kindIcon(kind, palette()).pixmap(QSize(20, 20), devicePixelRatioF()));
    m_icon->setVisible(kind != nullptr);
    m_kind->setText(kind ? kind->title : r->kind);
    m_kind->setToolTip(kind ? kind->help : QString());
    if (!single) {
        bool sameKind = true;
        for (const ResourceId &id : m_context->ids()) {
            const ResourcePtr other = m_context->topology().find(id);
            sameKind = sameKind && other && other->kind == r->kind;
        }
        showTitle(tr("%n selected", nullptr, int(m_context->ids().size())),
                  sameKind && kind ? kind->title : tr("Several kinds"));
        m_icon->setVisible(sameKind);
        return;
    }
    m_title->hide();
    m_name->show();
    if (m_localProblem.isEmpty())
        showText(m_name, r->name);
    const bool keyed = kind && kind->isTemplated();
    m_keyLine->setVisible(keyed);
    m_keyLabel->setText(m_key->isHidden() ? tr("values.yaml: %1").arg(r->valuesKey)
                                          : tr("values.yaml:"));
    m_keyLabel->setToolTip(tr("Where its values stand in values.yaml, and how --set names them: "
                              "%1.…")
                               .arg(r->valuesKey));
    if (!keyed)
        editKey(false);
    showMessages();
}

void PanelHeader::showMessages()
{
    const ResourcePtr r = m_context->resource();
    if (!r || !m_context->isSingle())
        return;
    // Findings about the name, the whole, and fields that no table has.
    const KindSpec *kind = m_context->kind();
    QList<Finding> findings;
    for (const Finding &f : m_context->allFindings()) {
        const bool ofName =
            f.path == Path(QStringLiteral("metadata.name")) ||
            (f.path == Path(QStringLiteral("name")) && kind && !fieldAt(kind->fields, f.path));
        if (f.path.isEmpty() || ofName || (kind && !fieldAt(kind->fields, f.path)))
            findings.append(f);
    }
    m_messages->setMessages(findings, m_localProblem);
}

void PanelHeader::focusName()
{
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

void PanelHeader::onNameEdited(const QString &name)
{
    const ResourcePtr r = m_context->resource();
    if (!r)
        return;
    // Nothing can be called nothing; the old name stays until there is a new one.
    m_localProblem = name.isEmpty() ? nameProblem(m_context->topology(), *r, name) : QString();
    if (name.isEmpty())
        showMessages();
    else
        m_context->push(renameResource(m_context->topology(), r->id, name),
                        EditContext::How::Typing);
}

void PanelHeader::editKey(bool on)
{
    const ResourcePtr r = m_context->resource();
    m_key->setVisible(on);
    m_keyWarning->setVisible(on);
    m_keyMessages->setMessages({}, {});
    if (!r || !on)
        return;
    m_key->setText(r->valuesKey);
    m_keyWarning->setText(
        tr("Releases that set %1.… stop doing so. Enter changes the key, Esc keeps it.")
            .arg(r->valuesKey));
    m_keyLabel->setText(tr("values.yaml:"));
    m_key->setFocus(Qt::OtherFocusReason);
    m_key->selectAll();
}

QString PanelHeader::keyProblem(const QString &key) const
{
    const ResourcePtr r = m_context->resource();
    if (!isValuesKey(key))
        return tr("Letters and digits, starting with a letter, such as backend or backend.service");
    if (const QString word = reservedWord(key); !word.isEmpty())
        return tr("%1 is kept for Helm and for the chart itself").arg(word);
    const Topology &topology = m_context->topology();
    for (const ResourcePtr &other : topology.resources()) {
        const KindSpec *kind = topology.kinds().find(other->kind);
        if (!r || other->id == r->id || !kind)
            continue;
        if (other->valuesKey == key)
            return tr("%1 has this key").arg(other->name);
        if (isAmongValues(*kind, *other, key))
            return tr("%1 has values of its own there").arg(other->name);
    }
    return {};
}

void PanelHeader::commitKey()
{
    const ResourcePtr r = m_context->resource();
    const QString key = m_key->text().trimmed();
    if (!r || !keyProblem(key).isEmpty())
        return;
    editKey(false);
    m_context->push(setValuesKey(m_context->topology(), r->id, key), EditContext::How::Step);
    refresh();
}

void PanelHeader::paintEvent(QPaintEvent *)
{
    QPainter p(this);
    p.setPen(style::line(palette()));
    p.drawLine(0, height() - 1, width(), height() - 1);
}

void PanelHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        style::updateGlyph(m_editKey);
        refresh();
    }
    QWidget::changeEvent(event);
}

bool PanelHeader::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        m_context->startTyping();
    } else if (watched == m_name) {
        if (m_context->takeHistoryKey(event))
            return true;
    } else if (event->type() == QEvent::KeyPress) {
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            editKey(false);
            refresh();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace chartwright
