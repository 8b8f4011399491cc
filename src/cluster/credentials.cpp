// SPDX-License-Identifier: Apache-2.0
#include "cluster/credentials.h"

#include "secrets/secret_file.h"

#include <QCoreApplication>
#include <algorithm>

namespace chartwright {
namespace {

constexpr qint64 MostTokenBytes = 1024ll * 1024;
constexpr std::chrono::seconds FileIsFresh(50); // client-go: a minute, ten seconds of it to spare

SecretValue bearer(QByteArrayView token)
{
    SecretBuffer out;
    out.append("Bearer ");
    out.append(token);
    return out.take();
}

SecretValue basic(const QString &user, const SecretValue &password)
{
    SecretBuffer both;
    both.append(user.toUtf8());
    both.append(':');
    both.append(password.view());
    QByteArray encoded = QByteArray::fromRawData(both.view().data(), both.view().size()).toBase64();
    SecretBuffer out;
    out.append("Basic ");
    out.append(encoded);
    wipe(encoded);
    return out.take();
}

} // namespace

Credentials::Credentials(std::shared_ptr<const Target> target, ExecConsent *consent,
                         QObject *parent, ProcessLimits limits,
                         const QProcessEnvironment &environment)
    : QObject(parent), m_target(std::move(target))
{
    if (m_target->login != Login::Exec)
        return;
    m_plugin = new ExecPlugin(*m_target->exec, consent, this, limits, environment);
    connect(m_plugin, &ExecPlugin::identityChanged, this, &Credentials::identityChanged);
}

void Credentials::get(QObject *context, Done done)
{
    if (m_plugin) {
        m_plugin->get(context,
                      [this, done = std::move(done)](const Result<ExecCredentialPtr> &credential) {
                          if (credential)
                              done(ofPlugin(*credential));
                          else
                              done(tl::unexpected(credential.error()));
                      });
    } else {
        QMetaObject::invokeMethod(
            context, [result = own(), done = std::move(done)] { done(result); },
            Qt::QueuedConnection);
    }
}

bool Credentials::refused(const RequestCredentialsPtr &credentials)
{
    m_fileIsFresh.setRemainingTime(0);
    if (m_plugin)
        m_plugin->drop(credentials->exec);
    return m_plugin || m_target->login == Login::TokenFile;
}

void Credentials::cancel()
{
    if (m_plugin)
        m_plugin->cancel();
}

void Credentials::askAgain()
{
    if (m_plugin)
        m_plugin->askAgain();
}

Result<RequestCredentialsPtr> Credentials::own()
{
    auto out = std::make_shared<RequestCredentials>();
    out->tls = m_target->tls;
    if (m_target->login == Login::Basic)
        out->authorization = basic(m_target->userName, m_target->password);
    else if (m_target->login == Login::Token)
        out->authorization = bearer(m_target->token.view());
    if (m_target->login != Login::TokenFile)
        return out;
    if (m_fileIsFresh.hasExpired()) {
        // The one before may still be good, as client-go takes it.
        if (const auto done = readTokenFile(); !done && m_fileToken.isEmpty()) {
            if (m_target->token.isEmpty())
                return tl::unexpected(done.error());
            out->authorization = bearer(m_target->token.view());
            return out;
        }
    }
    out->authorization = bearer(m_fileToken.view());
    return out;
}

Result<void> Credentials::readTokenFile()
{
    const QString &file = m_target->tokenFile;
    const auto bytes = readSecretFile(file, MostTokenBytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const QByteArrayView token = bytes->view().trimmed();
    if (token.empty())
        return failure(tr("the file of the token is empty"), file, tr("Log in anew."));
    if (std::any_of(token.begin(), token.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }))
        return failure(tr("the file of the token holds more than one line"), file,
                       tr("It has to hold the token and nothing else."));
    m_fileToken = SecretValue(token);
    m_fileIsFresh.setRemainingTime(FileIsFresh);
    return {};
}

RequestCredentialsPtr Credentials::ofPlugin(const ExecCredentialPtr &credential) const
{
    auto out = std::make_shared<RequestCredentials>();
    out->tls = m_target->tls;
    out->exec = credential;
    if (!credential->token.isEmpty())
        out->authorization = bearer(credential->token.view());
    if (credential->identity) {
        out->tls.setLocalCertificateChain(credential->identity->chain);
        out->tls.setPrivateKey(credential->identity->key);
    }
    return out;
}

} // namespace chartwright
