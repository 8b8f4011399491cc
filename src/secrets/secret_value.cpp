// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_value.h"

#include <atomic>
#include <cstring>
#include <string.h>
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace chartwright {
namespace {

void overwrite(void *data, size_t size)
{
    // A plain memset before a free is dropped by the optimizer.
#ifdef Q_OS_LINUX
    ::explicit_bzero(data, size);
#else
    volatile char *at = static_cast<char *>(data);
    while (size-- > 0)
        *at++ = 0;
#endif
}

std::atomic<bool> dumpsOff = false;

void turnCoreDumpsOff()
{
    if (dumpsOff.exchange(true))
        return;
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = 0;
        ::setrlimit(RLIMIT_CORE, &limit);
    }
#endif
#ifdef Q_OS_LINUX
    // A handler that takes cores by a pipe pays no heed to the limit, but to this. It also keeps
    // other programs of the same person from reading our memory.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

} // namespace

bool areCoreDumpsOff() { return dumpsOff; }

void wipe(QByteArray &bytes)
{
    if (bytes.data_ptr().isMutable())
        overwrite(const_cast<char *>(bytes.constData()), size_t(bytes.size()));
    bytes = QByteArray();
}

void wipe(QString &text)
{
    if (text.data_ptr().isMutable())
        overwrite(const_cast<QChar *>(text.constData()), size_t(text.size()) * sizeof(QChar));
    text = QString();
}

SecretValue::SecretValue(QByteArrayView bytes) : SecretValue(ofSize(bytes.size()))
{
    std::copy(bytes.begin(), bytes.end(), m_data.get());
}

SecretValue::SecretValue(SecretValue &&other) noexcept
    : m_data(std::move(other.m_data)), m_size(std::exchange(other.m_size, 0))
{
}

SecretValue &SecretValue::operator=(SecretValue &&other) noexcept
{
    if (this != &other) {
        clear();
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecretValue SecretValue::take(QByteArray &bytes)
{
    SecretValue out{QByteArrayView(bytes)};
    wipe(bytes);
    return out;
}

SecretValue SecretValue::take(QString &text)
{
    QByteArray utf8 = text.toUtf8();
    wipe(text);
    return take(utf8);
}

SecretValue SecretValue::ofSize(qsizetype size)
{
    SecretValue out;
    if (size > 0) {
        turnCoreDumpsOff();
        out.m_data = std::make_unique<char[]>(size_t(size));
        out.m_size = size;
    }
    return out;
}

SecretValue SecretValue::clone() const { return SecretValue(view()); }

bool SecretValue::equals(const SecretValue &other) const
{
    if (m_size != other.m_size)
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < m_size; ++i)
        difference |= static_cast<unsigned char>(m_data[size_t(i)] ^ other.m_data[size_t(i)]);
    return difference == 0;
}

void SecretValue::clear()
{
    if (m_data)
        overwrite(m_data.get(), size_t(m_size));
    m_data.reset();
    m_size = 0;
}

void SecretBuffer::append(QByteArrayView bytes)
{
    if (m_size + bytes.size() > m_bytes.size()) {
        SecretValue larger =
            SecretValue::ofSize(std::max<qsizetype>(64, (m_size + bytes.size()) * 2));
        std::copy_n(m_bytes.view().begin(), m_size, larger.data());
        // `bytes` may lie in what goes.
        std::copy(bytes.begin(), bytes.end(), larger.data() + m_size);
        m_bytes = std::move(larger);
    } else {
        std::copy(bytes.begin(), bytes.end(), m_bytes.data() + m_size);
    }
    m_size += bytes.size();
}

SecretValue SecretBuffer::take()
{
    SecretValue out(view());
    m_bytes.clear();
    m_size = 0;
    return out;
}

} // namespace chartwright
