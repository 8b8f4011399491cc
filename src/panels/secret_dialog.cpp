// SPDX-License-Identifier: Apache-2.0
#include "panels/secret_dialog.h"

#include "panels/panel_style.h"
#include "secrets/docker_config.h"
#include "secrets/generator.h"
#include "secrets/secret_file.h"
#include "secrets/secret_types.h"
#include "ui_secret_dialog.h"

#include <QFileInfo>
#include <QPushButton>

namespace chartwright {
namespace {

constexpr qint64 LargestFile = 1024ll * 1024; // no cluster takes more

/// A form makes its value.
bool isLogin(const QString &key) { return key == u".dockerconfigjson"; }

void wipeLine(QLineEdit *line)
{
    QString text = line->text();
    wipe(text); // the line's own bytes too
    line->clear();
}

} // namespace

QString verdictText(Verdict verdict, const QString &key)
{
    QStringList out;
    if (key == u"tls.crt" && !verdict.testFlag(Oddity::Certificate))
        out.append(verdict.testFlag(Oddity::PrivateKey)
                       ? SecretDialog::tr("This is a private key: here stands the certificate.")
                       : SecretDialog::tr("This is no certificate: it begins with "
                                          "-----BEGIN CERTIFICATE-----."));
    if (key == u"tls.key" && !verdict.testFlag(Oddity::PrivateKey))
        out.append(verdict.testFlag(Oddity::Certificate)
                       ? SecretDialog::tr("This is a certificate: here stands its private key.")
                       : SecretDialog::tr("This is no private key: it begins with "
                                          "-----BEGIN PRIVATE KEY-----."));
    const auto say = [&](Oddity oddity, const QString &words) {
        if (verdict.testFlag(oddity))
            out.append(words);
    };
    say(Oddity::DoubleBase64,
        SecretDialog::tr("This is base64 already, and would be encoded twice."));
    say(Oddity::TrailingNewline,
        SecretDialog::tr("It ends in a newline, which most programs take for a part of it."));
    say(Oddity::LocalhostUrl,
        SecretDialog::tr("In a cluster, localhost is the pod itself, not your machine."));
    say(Oddity::UrlPasswordEncoding,
        SecretDialog::tr("The password in this address holds a character that has to be encoded: "
                         "@ as %40, / as %2F, # as %23, ? as %3F, % as %25."));
    say(Oddity::AsyncpgSslmode,
        SecretDialog::tr("asyncpg does not know sslmode: write ssl=require."));
    return out.join(u'\n');
}

QString sentence(const Error &error)
{
    QString out = error.message;
    if (!error.where.isEmpty())
        out.prepend(error.where + QLatin1String(": "));
    else if (!out.isEmpty())
        out[0] = out[0].toUpper();
    if (!out.endsWith(u'.'))
        out += u'.';
    return error.remedy.isEmpty() ? out : out + u' ' + error.remedy;
}

SecretDialog::SecretDialog(ValueKeeper *keeper, const IndexEntry &entry, ChooseFile chooseFile,
                           QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::SecretDialog>()), m_keeper(keeper), m_entry(entry),
      m_chooseFile(std::move(chooseFile))
{
    m_ui->setupUi(this);
    m_ui->name->setText(tr("%1 of %2").arg(entry.key, entry.secret));
    m_ui->alphabet->addItem(tr("Letters and digits"), int(Alphabet::Alphanumeric));
    m_ui->alphabet->addItem(tr("Hexadecimal"), int(Alphabet::Hex));
    m_ui->alphabet->addItem(tr("Base64"), int(Alphabet::Base64));
    m_ui->alphabet->addItem(tr("Safe in addresses"), int(Alphabet::UrlSafe));
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("Keep"));
    m_ui->file->setVisible(m_chooseFile != nullptr);
    m_ui->unlock->hide();
    m_ui->session->hide();
    connect(m_ui->shown, &QCheckBox::toggled, this, [this](bool shown) {
        for (QLineEdit *line : {m_ui->line, m_ui->password})
            line->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    });
    connect(m_ui->several, &QCheckBox::toggled, this, &SecretDialog::showSeveral);
    connect(m_ui->line, &QLineEdit::textChanged, this, &SecretDialog::judgeValue);
    connect(m_ui->lines, &QPlainTextEdit::textChanged, this, &SecretDialog::judgeValue);
    connect(m_ui->file, &QPushButton::clicked, this, &SecretDialog::readFile);
    for (QPushButton *button : {m_ui->typeInstead, m_ui->typeJson})
        connect(button, &QPushButton::clicked, this, [this] { showText({}); });
    for (QLineEdit *line : {m_ui->server, m_ui->user, m_ui->password, m_ui->email})
        connect(line, &QLineEdit::textChanged, this, &SecretDialog::judgeValue);
    connect(m_ui->generate, &QPushButton::clicked, this, &SecretDialog::generateValue);
    connect(m_ui->unlock, &QPushButton::clicked, this, &SecretDialog::unlock);
    connect(m_ui->session, &QPushButton::clicked, this, &SecretDialog::keepForSession);
    m_ui->several->setChecked(hasLines(entry.key));
    showSeveral(m_ui->several->isChecked());
    if (isLogin(entry.key)) {
        for (QWidget *random :
             {static_cast<QWidget *>(m_ui->lengthLabel), static_cast<QWidget *>(m_ui->length),
              static_cast<QWidget *>(m_ui->alphabet), static_cast<QWidget *>(m_ui->generate)})
            random->hide();
        m_ui->server->setText(DockerHub);
        showPage(m_ui->registryPage);
        m_ui->user->setFocus();
    }
    judgeValue();
}

SecretDialog::~SecretDialog() { clear(); }

void SecretDialog::showPage(QWidget *page)
{
    // The others take no room.
    for (int i = 0; i < m_ui->pages->count(); ++i) {
        QWidget *each = m_ui->pages->widget(i);
        each->setSizePolicy(QSizePolicy::Preferred,
                            each == page ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    }
    m_ui->pages->setCurrentWidget(page);
    m_ui->shown->setEnabled(page == m_ui->linePage || page == m_ui->registryPage);
    m_ui->several->setEnabled(page == m_ui->linePage || page == m_ui->linesPage);
    style::growToFit(this);
}

void SecretDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    style::growToFit(this);
}

SecretValue SecretDialog::value() const
{
    if (m_ui->pages->currentWidget() == m_ui->filePage)
        return m_file.clone();
    if (m_ui->pages->currentWidget() == m_ui->registryPage)
        return login().value_or(SecretValue());
    QString text = m_ui->several->isChecked() ? m_ui->lines->toPlainText() : m_ui->line->text();
    text.detach(); // what is wiped is our copy
    return SecretValue::take(text);
}

/// Empty while there is no password.
Result<SecretValue> SecretDialog::login() const
{
    QString password = m_ui->password->text();
    if (password.isEmpty())
        return SecretValue();
    password.detach(); // what is wiped is our copy
    std::vector<RegistryLogin> logins;
    logins.push_back({m_ui->server->text().trimmed(), m_ui->user->text().trimmed(),
                      SecretValue::take(password), m_ui->email->text().trimmed()});
    return writeDockerConfig(logins);
}

void SecretDialog::clear()
{
    m_file.clear();
    wipeLine(m_ui->line);
    wipeLine(m_ui->password);
    m_ui->lines->clear();
}

/// In place of all that was there. A line shares the text with us, so that it is wiped with the
/// line.
void SecretDialog::showText(QString text)
{
    clear();
    const bool several = m_ui->several->isChecked();
    showPage(several ? m_ui->linesPage : m_ui->linePage);
    if (several) {
        m_ui->lines->setPlainText(text);
        m_ui->lines->setFocus();
        wipe(text);
    } else {
        m_ui->line->setText(text);
        m_ui->line->setFocus();
    }
    judgeValue();
}

void SecretDialog::showSeveral(bool several)
{
    QString text = several ? m_ui->line->text() : m_ui->lines->toPlainText();
    text.detach();
    showText(std::move(text));
}

void SecretDialog::readFile()
{
    const QString path = m_chooseFile(this);
    if (path.isEmpty())
        return;
    auto bytes = readSecretFile(path, LargestFile);
    if (!bytes) {
        m_ui->note->setText(sentence(bytes.error()));
        return;
    }
    clear();
    m_file = std::move(*bytes);
    m_ui->fileText->setText(
        tr("%1, %n bytes", nullptr, int(m_file.size())).arg(QFileInfo(path).fileName()));
    showPage(m_ui->filePage);
    judgeValue();
}

void SecretDialog::generateValue()
{
    const auto made =
        generate(m_ui->length->value(), Alphabet(m_ui->alphabet->currentData().toInt()));
    if (made)
        showText(QString::fromUtf8(made->view()));
    else
        m_ui->note->setText(sentence(made.error()));
}

void SecretDialog::judgeValue()
{
    const SecretValue now = value();
    m_ui->buttons->button(QDialogButtonBox::Ok)->setEnabled(!now.isEmpty());
    m_ui->session->setEnabled(!now.isEmpty());
    QString words = now.isEmpty() ? QString() : verdictText(judge(now), m_entry.key);
    if (m_ui->pages->currentWidget() == m_ui->registryPage) {
        const auto made = login();
        words = made ? QString() : sentence(made.error());
    }
    m_ui->note->setText(words);
    style::growToFit(this);
}

void SecretDialog::setBusy(const QString &text)
{
    const bool busy = !text.isEmpty();
    for (QWidget *part :
         {static_cast<QWidget *>(m_ui->pages), static_cast<QWidget *>(m_ui->file),
          static_cast<QWidget *>(m_ui->generate), static_cast<QWidget *>(m_ui->several)})
        part->setEnabled(!busy);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setEnabled(!busy);
    m_ui->unlock->hide();
    m_ui->session->hide();
    m_ui->note->setText(text);
}

void SecretDialog::showTrouble(const VaultError &error)
{
    setBusy({});
    const QWidget *page = m_ui->pages->currentWidget();
    m_ui->several->setEnabled(page == m_ui->linePage || page == m_ui->linesPage);
    m_ui->note->setText(sentence(error.error));
    m_ui->unlock->setVisible(error.trouble == Trouble::Locked);
    m_ui->session->show();
    style::growToFit(this);
}

void SecretDialog::accept()
{
    setBusy(tr("Waiting for the keychain…"));
    m_keeper->store(m_entry, value(), this, [this](const VaultResult<void> &stored) {
        if (stored)
            QDialog::accept();
        else
            showTrouble(stored.error());
    });
}

void SecretDialog::keepForSession()
{
    m_keeper->vault()->keepForSession({m_entry.id, m_entry.target}, value());
    QDialog::accept();
}

void SecretDialog::unlock()
{
    setBusy(tr("The keychain asks for its password…"));
    m_keeper->vault()->unlock(this, [this](const VaultResult<void> &unlocked) {
        if (unlocked)
            accept();
        else
            showTrouble(unlocked.error());
    });
}

} // namespace chartwright
