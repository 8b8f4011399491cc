// SPDX-License-Identifier: Apache-2.0
#include "secrets/docker_config.h"

#include <QCoreApplication>
#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("DockerConfig", text); }

/// base64, or what it stands for, without a copy that nobody wipes.
SecretValue base64(QByteArrayView bytes)
{
    QByteArray text = QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64();
    return SecretValue::take(text);
}

Result<SecretValue> fromBase64(const SecretValue &text)
{
    const QByteArray raw = QByteArray::fromRawData(text.view().data(), text.size());
    auto decoded = QByteArray::fromBase64Encoding(raw, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return failure(tr("“auth” is not base64"));
    return SecretValue::take(*decoded);
}

// --- writing
// --------------------------------------------------------------------------------------

void appendString(SecretBuffer &out, QByteArrayView utf8)
{
    out.append('"');
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            out.append('\\');
            out.append(c);
        } else if (static_cast<unsigned char>(c) < 0x20) {
            const char hex[] = "0123456789abcdef";
            out.append("\\u00");
            out.append(hex[c >> 4]);
            out.append(hex[c & 15]);
        } else {
            out.append(c);
        }
    }
    out.append('"');
}

void appendMember(SecretBuffer &out, QByteArrayView name, QByteArrayView value)
{
    appendString(out, name);
    out.append(':');
    appendString(out, value);
}

// --- reading
// --------------------------------------------------------------------------------------

/// As much of JSON as is needed. QJsonDocument would keep copies of the password.
class JsonReader
{
public:
    explicit JsonReader(QByteArrayView text) : m_text(text) {}

    bool failed() const { return m_failed; }
    qsizetype at() const { return m_at; }

    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool isAtEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }

    SecretValue string()
    {
        SecretBuffer out;
        if (!take('"'))
            return fail();
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            const char c = m_text[m_at++];
            if (static_cast<unsigned char>(c) < 0x20)
                return fail();
            if (c != '\\')
                out.append(c);
            else if (!appendEscape(out))
                return fail();
        }
        if (m_at >= m_text.size())
            return fail();
        ++m_at;
        return out.take();
    }

    /// Calls `member` with each name; it has to read the value.
    template <class Member> void object(Member &&member)
    {
        if (!take('{'))
            m_failed = true;
        if (m_failed || take('}'))
            return;
        do {
            const SecretValue name = string();
            if (!take(':'))
                m_failed = true;
            if (!m_failed)
                member(QString::fromUtf8(name.view()));
        } while (!m_failed && take(','));
        m_failed = m_failed || !take('}');
    }

    void skipValue(int depth = 0)
    {
        skipSpace();
        const char c = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (depth > 100) {
            m_failed = true;
        } else if (c == '"') {
            string();
        } else if (c == '{') {
            object([&](const QString &) { skipValue(depth + 1); });
        } else if (c == '[') {
            ++m_at;
            if (take(']'))
                return;
            do
                skipValue(depth + 1);
            while (!m_failed && take(','));
            m_failed = m_failed || !take(']');
        } else {
            const qsizetype start = m_at;
            while (m_at < m_text.size() && isWordLetter(m_text[m_at]))
                ++m_at;
            m_failed = m_at == start;
        }
    }

private:
    static bool isWordLetter(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '+' ||
               c == '.' || c == 'E';
    }

    SecretValue fail()
    {
        m_failed = true;
        return {};
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' ||
                                        m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }

    std::optional<char16_t> hexCode()
    {
        if (m_at + 4 > m_text.size())
            return std::nullopt;
        bool ok = false;
        const auto code = QByteArray::fromRawData(m_text.data() + m_at, 4).toUShort(&ok, 16);
        m_at += 4;
        return ok ? std::optional(char16_t(code)) : std::nullopt;
    }

    bool appendEscape(SecretBuffer &out)
    {
        static constexpr QByteArrayView From = "\"\\/bfnrt", To = "\"\\/\b\f\n\r\t";
        const char c = m_at < m_text.size() ? m_text[m_at++] : '\0';
        if (c != 'u') {
            const qsizetype which = c == '\0' ? -1 : From.indexOf(c);
            if (which >= 0)
                out.append(To[which]);
            return which >= 0;
        }
        const auto first = hexCode();
        if (!first)
            return false;
        QString text{QChar(*first)};
        if (QChar::isHighSurrogate(*first)) {
            if (m_text.sliced(std::min(m_at, m_text.size())).startsWith("\\u"))
                m_at += 2;
            const auto second = hexCode();
            if (!second || !QChar::isLowSurrogate(*second))
                return false;
            text += QChar(*second);
        }
        QByteArray utf8 = text.toUtf8();
        wipe(text);
        out.append(utf8);
        wipe(utf8);
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_failed = false;
};

Result<void> splitAuth(RegistryLogin &login, const SecretValue &auth)
{
    if (auth.isEmpty() || !login.user.isEmpty() || !login.password.isEmpty())
        return {};
    const auto both = fromBase64(auth);
    if (!both)
        return tl::unexpected(both.error());
    const qsizetype colon = both->view().indexOf(':');
    if (colon < 0)
        return failure(tr("“auth” does not hold a user and a password"));
    login.user = QString::fromUtf8(both->view().first(colon));
    login.password = SecretValue(both->view().sliced(colon + 1));
    return {};
}

RegistryLogin readLogin(JsonReader &json, const QString &server, SecretValue &auth)
{
    RegistryLogin login{server, {}, {}, {}};
    json.object([&](const QString &name) {
        if (name == u"username")
            login.user = QString::fromUtf8(json.string().view());
        else if (name == u"password")
            login.password = json.string();
        else if (name == u"email")
            login.email = QString::fromUtf8(json.string().view());
        else if (name == u"auth")
            auth = json.string();
        else
            json.skipValue();
    });
    return login;
}

} // namespace

Result<SecretValue> writeDockerConfig(const std::vector<RegistryLogin> &logins)
{
    QSet<QString> servers;
    SecretBuffer out;
    out.append("{\"auths\":{");
    for (const RegistryLogin &login : logins) {
        if (login.server.isEmpty())
            return failure(tr("the registry's server is missing"));
        if (login.user.isEmpty() || login.user.contains(u':'))
            return failure(tr("the user's name is missing or holds “:”"), login.server);
        if (servers.contains(login.server))
            return failure(tr("the server stands there twice"), login.server);
        if (!servers.isEmpty())
            out.append(',');
        servers.insert(login.server);
        SecretBuffer both;
        both.append(login.user.toUtf8());
        both.append(':');
        both.append(login.password.view());
        appendString(out, login.server.toUtf8());
        out.append(":{");
        appendMember(out, "username", login.user.toUtf8());
        out.append(',');
        appendMember(out, "password", login.password.view());
        out.append(',');
        if (!login.email.isEmpty()) {
            appendMember(out, "email", login.email.toUtf8());
            out.append(',');
        }
        appendMember(out, "auth", base64(both.view()).view());
        out.append('}');
    }
    out.append("}}");
    return out.take();
}

Result<std::vector<RegistryLogin>> readDockerConfig(const SecretValue &text)
{
    std::vector<RegistryLogin> out;
    std::optional<Error> problem;
    bool hasAuths = false;
    JsonReader json(text.view());
    json.object([&](const QString &name) {
        if (name != u"auths")
            return json.skipValue();
        hasAuths = true;
        json.object([&](const QString &server) {
            SecretValue auth;
            RegistryLogin login = readLogin(json, server, auth);
            if (const auto split = splitAuth(login, auth); !split && !problem)
                problem = Error{split.error().message, server, {}};
            out.push_back(std::move(login));
        });
    });
    if (json.failed() || !json.isAtEnd())
        return failure(
            tr("this is not JSON as docker writes it: wrong at character %1").arg(json.at() + 1));
    if (!hasAuths)
        return failure(tr("“auths” is missing"));
    if (problem)
        return tl::unexpected(*problem);
    return out;
}

} // namespace chartwright
