// SPDX-License-Identifier: Apache-2.0
#include "panels/message_list.h"

#include "checks/credential_move.h"
#include "panels/panel_style.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace chartwright {

MessageList::MessageList(EditContext *context, QWidget *parent)
    : QWidget(parent), m_context(context), m_layout(new QVBoxLayout(this))
{
    m_layout->setSpacing(2);
    setIndent(0);
    hide();
}

void MessageList::setIndent(int left, int right)
{
    m_layout->setContentsMargins(left, 1, right, 4);
}

QStringList MessageList::texts() const
{
    QStringList out;
    for (const Line &line : m_lines)
        out.append(line.text->text());
    return out;
}

void MessageList::addLine()
{
    auto *row = new QWidget(this);
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *words = new QHBoxLayout;
    words->setSpacing(4);
    auto *icon = new QLabel(row);
    icon->setFixedSize(14, 16);
    auto *text = new QLabel(row);
    text->setObjectName(QStringLiteral("message"));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::NoTextInteraction);
    QFont small = text->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    text->setFont(small);
    words->addWidget(icon, 0, Qt::AlignTop);
    words->addWidget(text, 1);
    layout->addLayout(words);
    auto *fix = style::linkButton({}, row);
    fix->setObjectName(QStringLiteral("fix"));
    fix->setFont(small);
    auto *fixLine = new QHBoxLayout;
    fixLine->setContentsMargins(14, 0, 0, 0);
    fixLine->addWidget(fix, 0);
    fixLine->addStretch(1);
    layout->addLayout(fixLine);
    m_layout->addWidget(row);
    const qsizetype i = m_lines.size();
    connect(fix, &QToolButton::clicked, this, [this, i] { applyFix(i); });
    m_lines.append({row, icon, text, fix});
}

void MessageList::show(Line &line, Severity severity, bool accepted, const QString &text,
                       const QString &toolTip, const QString &fix)
{
    const QIcon icon =
        accepted ? style::acceptedIcon(palette()) : style::severityIcon(severity, palette());
    line.icon->setPixmap(icon.pixmap(QSize(14, 14), devicePixelRatioF()));
    line.icon->setAccessibleName(style::severityTitle(severity));
    line.text->setText(text);
    line.text->setToolTip(style::toolTip(toolTip));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText,
                     accepted ? style::muted(palette) : style::severityColour(severity, palette));
    line.text->setPalette(palette);
    line.fix->setText(fix);
    line.fix->setToolTip(style::toolTip(toolTip.isEmpty() ? fix : fix + u'\n' + toolTip));
    line.fix->setVisible(!fix.isEmpty());
    line.row->show();
}

void MessageList::setMessages(const QList<Finding> &findings, const QString &problem)
{
    if (findings == m_findings && problem == m_problem)
        return;
    m_findings = findings;
    m_problem = problem;
    m_severity.reset();
    const qsizetype wanted = findings.size() + (problem.isEmpty() ? 0 : 1);
    while (m_lines.size() < wanted)
        addLine();
    while (m_lines.size() > wanted) {
        m_lines.last().row->hide();
        m_lines.takeLast().row->deleteLater();
    }
    for (qsizetype i = 0; i < findings.size(); ++i) {
        const Finding &f = findings[i];
        QStringList more{f.explanation, f.remedy};
        more.removeAll(QString());
        const QString text =
            f.accepted ? tr("%1 (accepted: %2)").arg(f.message, *f.accepted) : f.message;
        show(m_lines[i], f.severity, f.accepted.has_value(), text, more.join(u'\n'),
             f.fix && f.isOpen() ? f.fixText : QString());
        if (f.isOpen() && (!m_severity || f.severity < *m_severity))
            m_severity = f.severity;
    }
    if (!problem.isEmpty()) {
        show(m_lines.last(), Severity::Error, false, problem, {}, {});
        m_severity = Severity::Error;
    }
    setVisible(wanted > 0);
}

void MessageList::applyFix(qsizetype i)
{
    if (i < 0 || i >= m_findings.size())
        return;
    const Finding finding = m_findings[i]; // the fix changes the list
    if (m_lines[i].fix->hasFocus())
        focusPreviousChild(); // back to the field: the link goes
    if (movesCredential(finding))
        emit m_context->moveRequested(finding);
    else
        chartwright::applyFix(m_context->document(), finding);
}

void MessageList::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    addAcceptActions(&menu, m_context, m_findings);
    if (menu.isEmpty()) {
        event->ignore();
        return;
    }
    menu.exec(event->globalPos());
}

void MessageList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && !m_lines.isEmpty()) {
        const QList<Finding> findings = std::exchange(m_findings, {});
        const QString problem = std::exchange(m_problem, QString());
        if (!findings.isEmpty() || !problem.isEmpty())
            setMessages(findings, problem);
    }
    QWidget::changeEvent(event);
}

void addAcceptActions(QMenu *menu, EditContext *context, const QList<Finding> &findings)
{
    for (const Finding &f : findings) {
        const QString rule = f.rule;
        if (f.accepted) {
            QObject::connect(menu->addAction(MessageList::tr("No longer accept “%1”").arg(rule)),
                             &QAction::triggered, context, [=] {
                                 context->document()->push(accept(context->topology(), f.resource,
                                                                  {rule, f.path.text(), {}}));
                             });
        } else if (f.acceptable) {
            QObject::connect(
                menu->addAction(MessageList::tr("Accept “%1” with a reason…").arg(rule)),
                &QAction::triggered, context, [=] { emit context->acceptRequested(f); });
        }
    }
}

} // namespace chartwright
