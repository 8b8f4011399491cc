// SPDX-License-Identifier: Apache-2.0
#include "panels/secret_editor.h"

#include "base/value_id.h"
#include "kinds/kept_values.h"
#include "panels/forget_dialog.h"
#include "panels/panel_style.h"
#include "panels/revealed_value.h"
#include "panels/secret_clipboard.h"
#include "panels/secret_dialog.h"
#include "panels/typed_check.h"
#include "secrets/secret_types.h"
#include "secrets/value_states.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace chartwright {
namespace {

constexpr std::chrono::seconds ProblemTime(20);

/// Empty while it is not known.
QString wordsFor(std::optional<Keeping> keeping)
{
    if (!keeping)
        return {};
    switch (*keeping) {
    case Keeping::Stored:
        return SecretEditor::tr("In the keychain");
    case Keeping::Session:
        return SecretEditor::tr("Only for this session");
    case Keeping::Locked:
        return SecretEditor::tr("In the keychain, which is locked");
    case Keeping::Unknown:
        return SecretEditor::tr("The keychain is locked");
    case Keeping::Missing:
        break;
    }
    return SecretEditor::tr("Missing");
}

/// Without an id no value was ever kept, and nobody need be asked.
std::optional<Keeping> keepingOf(const EditContext *context, const QString &id)
{
    return id.isEmpty() ? Keeping::Missing : context->valueStates()->state(id);
}

} // namespace

QString keptSummary(const EditContext *context, const QString &key)
{
    const ResourcePtr secret = context->resource();
    if (!secret || secret->kind != u"Secret" || !context->keeper() || !context->isSingle())
        return {};
    return wordsFor(keepingOf(context, keptValueId(*secret, key)));
}

SecretEditor::SecretEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_state(new QLabel(parent)), m_below(new QWidget(parent)),
      m_shown(new RevealedValue(m_below))
{
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setContentsMargins(5, 1, 5, 1); // as in a field
    auto *layout = new QVBoxLayout(m_below);
    layout->setContentsMargins(6, 0, 4, 4);
    layout->setSpacing(4);
    auto *line = new QHBoxLayout;
    line->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_shown);
    m_set = addButton("field", {}, &SecretEditor::setValue);
    m_show = addButton("show", {}, &SecretEditor::showValue);
    m_copy = addButton("copy", tr("Copy"), &SecretEditor::copyValue);
    m_forget = addButton("forget", tr("Forget…"), &SecretEditor::forgetValue);
    m_unlock = addButton("unlock", tr("Unlock…"), &SecretEditor::unlock);
    m_cancel = addButton("cancel", tr("Cancel"), &SecretEditor::cancel);
    for (QToolButton *button : {m_set, m_show, m_copy, m_forget, m_unlock, m_cancel})
        line->addWidget(button);
    line->addStretch(1);
    m_copy->setToolTip(
        tr("The clipboard is cleared after %n seconds.", nullptr, int(ClipboardTime.count())));
    watch(m_set);
    m_saidEnd.setSingleShot(true);
    connect(&m_saidEnd, &QTimer::timeout, this, [this] {
        setProblem({});
        say({});
    });
    connect(m_shown, &RevealedValue::toggled, this, &SecretEditor::refresh);
    if (context->valueStates())
        connect(context->valueStates(), &ValueStates::changed, this, [this] {
            if (m_state->isVisible())
                refresh();
        });
}

QWidget *SecretEditor::widget() { return m_state; }

QWidget *SecretEditor::input() { return m_set; }

QToolButton *SecretEditor::addButton(const char *name, const QString &text,
                                     void (SecretEditor::*run)())
{
    QToolButton *button = style::linkButton(text, m_below);
    button->setProperty("action", QLatin1String(name));
    connect(button, &QToolButton::clicked, this, run);
    return button;
}

void SecretEditor::setPath(const Path &to, const Path &keep)
{
    if (to != path()) {
        m_call.cancel();
        m_shown->hide();
        m_said.clear();
        setProblem({});
    }
    FieldEditor::setPath(to, keep);
    for (QToolButton *button : {m_set, m_show, m_copy, m_forget, m_unlock, m_cancel})
        button->setObjectName(button->property("action").toString() + u':' + to.text());
    m_state->setObjectName(QStringLiteral("state:") + to.text());
    m_shown->setObjectName(QStringLiteral("value:") + to.text());
}

QString SecretEditor::key() const { return path().parent().last().name; }

QString SecretEditor::id() const
{
    const ResourcePtr secret = context()->resource();
    return secret ? keptValueId(*secret, key()) : QString();
}

void SecretEditor::refresh()
{
    const bool usable = context()->keeper() && context()->isSingle();
    m_below->setVisible(usable);
    if (!usable) {
        m_state->setText(context()->isSingle() ? QString() : tr("(several)"));
        return;
    }
    const std::optional<Keeping> now = keepingOf(context(), id());
    const auto &trouble = context()->valueStates()->trouble();
    const bool running = m_call.isRunning();
    const bool there = now == Keeping::Stored || now == Keeping::Session;
    const bool locked = now == Keeping::Locked || now == Keeping::Unknown;
    QString text = m_said;
    if (text.isEmpty())
        text = wordsFor(now);
    if (text.isEmpty())
        text = trouble ? sentence({trouble->error.message, {}, {}}) : tr("Asking the keychain…");
    m_state->setText(text);
    m_state->setToolTip(trouble ? sentence(trouble->error) : spec().help);
    QPalette colours = m_below->palette();
    if (m_said.isEmpty() && !there && (now || trouble))
        colours.setColor(QPalette::WindowText,
                         style::severityColour(Severity::Warning, m_below->palette()));
    m_state->setPalette(colours);
    m_set->setText(there || now == Keeping::Locked ? tr("Replace…") : tr("Set…"));
    m_show->setText(m_shown->isHidden() ? tr("Show") : tr("Hide"));
    m_set->setVisible(!running);
    for (QToolButton *button : {m_show, m_copy, m_forget})
        button->setVisible(!running && there);
    m_unlock->setVisible(!running && locked);
    m_cancel->setVisible(running);
    if (!there)
        m_shown->hide();
}

void SecretEditor::say(const QString &text)
{
    m_said = text;
    refresh();
}

void SecretEditor::complain(const QString &text)
{
    setProblem(text);
    m_saidEnd.start(ProblemTime);
}

void SecretEditor::begin(const QString &text, const VaultCall &call)
{
    setProblem({});
    m_call = call;
    say(text);
}

void SecretEditor::end()
{
    m_call = {};
    say({});
}

/// What the vault answers: goes on with it, or says why not.
template <class T, class Use> auto SecretEditor::answer(Use use)
{
    return [this, use](VaultResult<T> result) {
        end();
        if (!result)
            complain(sentence(result.error().error));
        else if constexpr (std::is_void_v<T>)
            use();
        else
            use(std::move(*result));
    };
}

void SecretEditor::setValue()
{
    const ResourcePtr secret = context()->resource();
    if (!secret)
        return;
    setProblem({});
    const QString known = id();
    auto *dialog = new SecretDialog(context()->keeper(),
                                    {known.isEmpty() ? newValueId() : known,
                                     context()->document()->filePath(),
                                     secret->name,
                                     key(),
                                     {},
                                     {}},
                                    context()->fileChooser(), m_state->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, context(),
            [context = context(), id = secret->id, at = path(), dialog] {
                Document *document = context->document();
                context->push(
                    setField(document->topology(), document->refs(), id, at, dialog->entry().id),
                    EditContext::How::Step);
            });
    connect(dialog, &QDialog::accepted, this, &SecretEditor::checkValue);
    dialog->open();
}

/// Whether it fits what the type of the Secret asks for, together with its other keys.
void SecretEditor::checkValue()
{
    const ResourcePtr secret = context()->resource();
    if (!secret || !keysOf(secretTypeOf(secret->fields[u"type"].toString())).contains(key()))
        return;
    checkTyped(context()->keeper()->vault(), *secret, this,
               [this, at = path()](const QString &words) {
                   if (at == path())
                       complain(words);
               });
}

void SecretEditor::showValue()
{
    if (!m_shown->isHidden())
        return m_shown->hide();
    begin(tr("Asking the keychain…"),
          context()->keeper()->vault()->read(valueKey(), this,
                                             answer<SecretValue>([this](SecretValue value) {
                                                 m_shown->reveal(std::move(value));
                                             })));
}

void SecretEditor::copyValue()
{
    const auto copy = [this](SecretValue value) {
        if (!QUtf8StringView(value.view().data(), value.size()).isValidUtf8())
            return complain(tr("The value is no text, so it cannot be copied."));
        copySecret(std::move(value));
        say(tr("Copied, for %n seconds", nullptr, int(ClipboardTime.count())));
        m_saidEnd.start(ClipboardTime);
    };
    begin(tr("Asking the keychain…"),
          context()->keeper()->vault()->read(valueKey(), this, answer<SecretValue>(copy)));
}

void SecretEditor::forgetValue()
{
    const ResourcePtr secret = context()->resource();
    if (!secret)
        return;
    auto *dialog = new ForgetDialog(secret->name, key(), m_state->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id = id()] {
        setProblem({});
        context()->keeper()->forget(id, this, answer<void>([] {}));
    });
    dialog->open();
}

void SecretEditor::unlock()
{
    begin(tr("The keychain asks for its password…"),
          context()->keeper()->vault()->unlock(this, answer<void>([] {})));
}

void SecretEditor::cancel()
{
    m_call.cancel();
    end();
}

} // namespace chartwright
