// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QString>
#include <memory>

class QDebug;

namespace chartwright {

/// Overwrites the bytes in place: everybody who shares them sees zeros. For the copies that other
/// people's functions leave behind. Does nothing to literals.
void wipe(QByteArray &bytes);
void wipe(QString &text);

/// The bytes of a secret. They exist once, are never copied but by clone(), cannot be printed or
/// put into a QVariant, and are overwritten when the object goes. The first one that is not empty
/// turns core dumps and tracing off for the rest of the process. Any thread, one at a time.
class SecretValue
{
public:
    SecretValue() = default;
    explicit SecretValue(QByteArrayView bytes); ///< copies; the caller wipes what it has
    SecretValue(SecretValue &&other) noexcept;
    SecretValue &operator=(SecretValue &&other) noexcept;
    SecretValue(const SecretValue &) = delete;
    SecretValue &operator=(const SecretValue &) = delete;
    ~SecretValue() { clear(); }

    /// Takes over and wipes the source.
    static SecretValue take(QByteArray &bytes);
    static SecretValue take(QString &text); ///< as UTF-8
    /// Zeros, to be filled through data().
    static SecretValue ofSize(qsizetype size);
    SecretValue clone() const;

    bool isEmpty() const { return m_size == 0; }
    qsizetype size() const { return m_size; }
    /// Valid while the object lives and is not moved.
    QByteArrayView view() const { return {m_data.get(), m_size}; }
    char *data() { return m_data.get(); }
    /// Takes the same time wherever the difference is.
    bool equals(const SecretValue &other) const;
    void clear();

    friend QDebug operator<<(QDebug, const SecretValue &) = delete;

private:
    std::unique_ptr<char[]> m_data;
    qsizetype m_size = 0;
};

/// Grows a SecretValue; what it outgrows is wiped.
class SecretBuffer
{
public:
    void append(char c) { append(QByteArrayView(&c, 1)); }
    void append(QByteArrayView bytes);
    qsizetype size() const { return m_size; }
    QByteArrayView view() const { return m_bytes.view().first(m_size); }
    SecretValue take();

private:
    SecretValue m_bytes;
    qsizetype m_size = 0;
};

/// Whether the first SecretValue has turned them off.
bool areCoreDumpsOff();

} // namespace chartwright
