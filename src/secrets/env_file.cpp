// SPDX-License-Identifier: Apache-2.0
#include "secrets/env_file.h"

#include "checks/credentials.h"
#include "secrets/secret_file.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("EnvFile", text); }

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }

bool isKeyLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

/// \r\n and \r become \n, as in dotenv.
SecretValue withPlainLineEnds(QByteArrayView bytes)
{
    SecretBuffer out;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (bytes[i] != '\r')
            out.append(bytes[i]);
        else if (i + 1 == bytes.size() || bytes[i + 1] != '\n')
            out.append('\n');
    }
    return out.take();
}

class EnvParser
{
public:
    explicit EnvParser(QByteArrayView text) : m_text(text) {}

    EnvFile run()
    {
        while (m_at < m_text.size()) {
            m_lineStart = m_at;
            skipBlanks();
            if (m_at < m_text.size() && m_text[m_at] != '#' && m_text[m_at] != '\n')
                readAssignment();
            skipLine();
        }
        return std::move(m_file);
    }

private:
    bool isAt(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }
    qsizetype lineEnd(qsizetype from) const
    {
        const qsizetype end = m_text.indexOf('\n', from);
        return end < 0 ? m_text.size() : end;
    }

    void skipBlanks()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
    }

    void skipLine()
    {
        const qsizetype end = lineEnd(m_at);
        m_line += 1 + int(m_text.first(end).sliced(m_lineStart).count('\n'));
        m_at = end + 1;
    }

    void complain(qsizetype at, const QString &message)
    {
        const QByteArrayView before = m_text.first(at).sliced(m_lineStart);
        const auto letters =
            std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xc0) != 0x80; });
        m_file.problems.append({m_line, int(letters) + 1, message});
    }

    QByteArrayView readWord()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && isKeyLetter(m_text[m_at]))
            ++m_at;
        return m_text.sliced(start, m_at - start);
    }

    void readAssignment()
    {
        QByteArrayView key = readWord();
        const qsizetype afterKey = m_at;
        skipBlanks();
        if (key == "export" && m_at > afterKey && m_at < m_text.size() &&
            isKeyLetter(m_text[m_at])) {
            key = readWord();
            skipBlanks();
        }
        if (key.empty())
            return complain(m_at, tr("a name is expected: letters, digits, '_', '.' and '-'"));
        const bool colon = isAt(':') && m_text[m_at - 1] == key.back() &&
                           m_at + 1 < m_text.size() && isBlank(m_text[m_at + 1]);
        if (!isAt('=') && !colon)
            return complain(m_at, tr("'=' is expected after the name"));
        ++m_at;
        readValue(QString::fromLatin1(key));
    }

    /// What may follow the closing quote: blanks, then a comment or the end of the line.
    bool endsWell(qsizetype at) const
    {
        while (at < m_text.size() && isBlank(m_text[at]))
            ++at;
        return at == m_text.size() || m_text[at] == '\n' || m_text[at] == '#';
    }

    /// The quote that closes the one at `open`, or -1. A quote after a backslash closes only where
    /// no other can.
    qsizetype closingQuote(qsizetype open) const
    {
        const char quote = m_text[open];
        QList<qsizetype> candidates;
        for (qsizetype at = m_text.indexOf(quote, open + 1); at >= 0;
             at = m_text.indexOf(quote, at + 1)) {
            candidates.append(at);
            if (at == open + 1 || m_text[at - 1] != '\\')
                break;
        }
        const auto found = std::find_if(candidates.rbegin(), candidates.rend(),
                                        [this](qsizetype at) { return endsWell(at + 1); });
        return found == candidates.rend() ? -1 : *found;
    }

    void readValue(const QString &key)
    {
        skipBlanks();
        const char quote = m_at < m_text.size() ? m_text[m_at] : '\n';
        const bool quoted = quote == '"' || quote == '\'' || quote == '`';
        const qsizetype close = quoted ? closingQuote(m_at) : -1;
        if (close >= 0) {
            const QByteArrayView inner = m_text.sliced(m_at + 1, close - m_at - 1);
            add(key, quote == '"' ? unescaped(inner) : SecretValue(inner), false);
            m_at = close + 1;
            return;
        }
        const qsizetype end = lineEnd(m_at);
        QByteArrayView value = m_text.sliced(m_at, end - m_at);
        const qsizetype hash = value.indexOf('#');
        const bool cut = hash > 0 && !isBlank(value[hash - 1]);
        if (hash >= 0)
            value.truncate(hash);
        while (!value.empty() && isBlank(value.back()))
            value.chop(1);
        if (quoted && value.size() > 1 && value.back() == quote)
            value = value.sliced(1, value.size() - 2);
        else if (quoted)
            complain(m_at, tr("this quote is not closed"));
        add(key, quote == '"' ? unescaped(value) : SecretValue(value), cut);
        m_at = end;
    }

    static SecretValue unescaped(QByteArrayView text)
    {
        SecretBuffer out;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
            if (next != 'n' && next != 'r') {
                out.append(text[i]);
                continue;
            }
            out.append(next == 'n' ? '\n' : '\r');
            ++i;
        }
        return out.take();
    }

    void add(const QString &key, SecretValue value, bool cut)
    {
        EnvEntry entry{key, std::move(value), m_line, {}, false, cut};
        entry.suggestsSecret = suggestsSecret(key, entry.value);
        const auto known = m_places.constFind(key);
        if (known == m_places.cend()) {
            m_places.insert(key, m_file.entries.size());
            m_file.entries.push_back(std::move(entry));
            return;
        }
        EnvEntry &same = m_file.entries[*known];
        entry.earlierLines = std::move(same.earlierLines);
        entry.earlierLines.append(same.line);
        same = std::move(entry);
    }

    QByteArrayView m_text;
    qsizetype m_at = 0, m_lineStart = 0;
    int m_line = 1;
    EnvFile m_file;
    QHash<QString, size_t> m_places; ///< in m_file.entries
};

bool isSetting(QByteArrayView value)
{
    static constexpr const char *Words[] = {"true", "false", "yes", "no", "on", "off"};
    if (std::any_of(std::begin(Words), std::end(Words),
                    [&](const char *word) { return value == word; }))
        return true;
    // "3600", "15m", "7d": no secret is as short as that
    return !value.empty() && value.size() <= 6 && value.front() >= '0' && value.front() <= '9';
}

bool looksLikeSecret(const SecretValue &value)
{
    QString text = QString::fromUtf8(value.view());
    const bool out = looksLikeCredential(text);
    wipe(text);
    return out;
}

} // namespace

Result<EnvFile> parseEnv(const SecretValue &bytes, const QString &where)
{
    QByteArrayView view = bytes.view();
    if (view.size() > LargestEnvFile)
        return failure(tr("the file is larger than %1 MiB").arg(LargestEnvFile / (1024ll * 1024)),
                       where);
    if (view.startsWith("\xef\xbb\xbf"))
        view = view.sliced(3);
    if (view.contains('\0') || !QUtf8StringView(view.data(), view.size()).isValidUtf8())
        return failure(tr("the file is not text in UTF-8"), where,
                       tr("Save it as UTF-8 in an editor."));
    const SecretValue text = withPlainLineEnds(view);
    return EnvParser(text.view()).run();
}

Result<EnvFile> readEnvFile(const QString &path)
{
    const auto bytes = readSecretFile(path, LargestEnvFile);
    return bytes ? parseEnv(*bytes, path) : tl::unexpected(bytes.error());
}

bool suggestsSecret(const QString &key, const SecretValue &value)
{
    if (looksLikeSecret(value))
        return true;
    const auto any = QRegularExpression::CaseInsensitiveOption;
    // What is built into a browser's code is public whatever it is called.
    static const QRegularExpression open(
        QStringLiteral(
            "\\A(?:NEXT_|NUXT_)?PUBLIC_|\\A(?:VITE|REACT_APP)_|PUBLI(?:C|SHABLE)_?KEY\\z"),
        any);
    static const QRegularExpression last(
        QStringLiteral("(?:\\A|[_.-])(?:KEY|PASS|PWD|SALT|AUTH|CREDS?|DSN|PAT)\\z"), any);
    static const QRegularExpression anywhere(
        QStringLiteral("PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL"), any);
    if (open.match(key).hasMatch() || isSetting(value.view()))
        return false;
    return namesCredential(key) || last.match(key).hasMatch() || anywhere.match(key).hasMatch();
}

} // namespace chartwright
