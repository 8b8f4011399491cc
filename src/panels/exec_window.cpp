// SPDX-License-Identifier: Apache-2.0
#include "panels/exec_window.h"

#include "cluster/plain_text.h"
#include "panels/panel_style.h"
#include "panels/text_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int MostLines = 20'000;

} // namespace

ExecWindow::ExecWindow(ApiClient *client, const LivePod &pod, const QString &context,
                       QWidget *parent)
    : ToolWindow(parent), m_client(client), m_pod(pod), m_context(context),
      m_command(new QLineEdit(this)), m_line(new QLineEdit(this)), m_container(new QComboBox(this)),
      m_run(new QPushButton(tr("&Run"), this)),
      m_text(newTextView("exec:text", tr("Output"), this)), m_state(new QLabel(this))
{
    setObjectName(u"execWindow"_s);
    setWindowTitle(tr("Run in %1").arg(pod.name));
    resize(760, 460);
    build();
    showLine();
}

ExecWindow::~ExecWindow() = default;

void ExecWindow::build()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 6);
    bar->setSpacing(8);
    m_command->setObjectName(u"exec:command"_s);
    m_command->setAccessibleName(tr("Command"));
    m_command->setPlaceholderText(tr("env, or: ls -l /tmp"));
    m_container->setObjectName(u"exec:container"_s);
    m_container->setAccessibleName(tr("Container"));
    m_container->addItems(m_pod.containers);
    m_container->setVisible(m_pod.containers.size() > 1);
    m_run->setObjectName(u"exec:run"_s);
    bar->addWidget(m_command, 1);
    bar->addWidget(m_container);
    bar->addWidget(m_run);
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setMaximumBlockCount(MostLines);
    m_line->setObjectName(u"exec:kubectl"_s);
    m_line->setAccessibleName(tr("The same in a terminal"));
    m_line->setReadOnly(true);
    m_line->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *copy = style::glyphButton(style::Glyph::Copy, tr("Copy the line"), this);
    auto *below = new QHBoxLayout;
    below->setContentsMargins(8, 4, 8, 8);
    below->addWidget(m_line, 1);
    below->addWidget(copy);
    m_state->setObjectName(u"exec:state"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setContentsMargins(12, 4, 12, 2);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_state);
    layout->addLayout(below);
    connect(m_run, &QPushButton::clicked, this, &ExecWindow::run);
    connect(m_command, &QLineEdit::returnPressed, this, &ExecWindow::run);
    connect(m_command, &QLineEdit::textChanged, this, &ExecWindow::showLine);
    connect(m_container, &QComboBox::currentTextChanged, this, &ExecWindow::showLine);
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_line->text()); });
}

/// Quotes group words, as in a terminal; nothing else is expanded.
QStringList ExecWindow::command() const { return QProcess::splitCommand(m_command->text()); }

void ExecWindow::showLine()
{
    QStringList words{u"kubectl"_s, u"--context"_s, m_context, u"-n"_s,
                      m_pod.ns,     u"exec"_s,      u"-it"_s,  m_pod.name};
    if (m_pod.containers.size() > 1)
        words += {u"-c"_s, m_container->currentText()};
    words += u"--"_s;
    words += m_command->text().trimmed().isEmpty() ? QStringList{u"sh"_s} : command();
    QStringList out;
    for (const QString &word : std::as_const(words))
        out.append(shellWord(word));
    m_line->setText(out.join(u' '));
    m_line->setCursorPosition(0);
    m_run->setEnabled(!m_exec && !m_command->text().trimmed().isEmpty());
}

void ExecWindow::run()
{
    if (m_exec || command().isEmpty())
        return;
    m_text->appendPlainText(u"$ "_s + m_command->text());
    m_text->appendPlainText({});
    m_exec = std::make_unique<PodExec>(
        m_client, ExecCommand{m_pod.ns, m_pod.name, m_container->currentText(), command()});
    connect(m_exec.get(), &PodExec::output, this, &ExecWindow::append);
    connect(m_exec.get(), &PodExec::errors, this, &ExecWindow::append);
    connect(m_exec.get(), &PodExec::finished, this,
            [this](int code) { end(tr("It ended with %1.").arg(code)); });
    connect(m_exec.get(), &PodExec::failed, this,
            [this](const ApiFailure &failure) { end(failure.error.text()); });
    m_state->setText(tr("Runs. Closing the window does not end it: Kubernetes cannot."));
    showLine();
    m_exec->start();
}

void ExecWindow::append(const QByteArray &bytes)
{
    m_text->moveCursor(QTextCursor::End);
    m_text->insertPlainText(plainText(QString::fromUtf8(bytes)));
    m_text->ensureCursorVisible();
}

void ExecWindow::end(const QString &text)
{
    m_state->setText(text);
    m_exec.release()->deleteLater(); // this is its signal
    showLine();
}

} // namespace chartwright
