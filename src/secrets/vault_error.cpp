// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_error.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Vault", text); }

Error wordsFor(Trouble trouble, const QString &detail)
{
    switch (trouble) {
    case Trouble::NoBus:
        return {tr("no keychain can be reached, since there is no D-Bus session"),
                {},
                tr("Log in to a desktop session, or keep the values for this session only.")};
    case Trouble::NoService:
        return {tr("there is no keychain"),
                {},
                tr("Install one, such as gnome-keyring or KeePassXC, or keep the values for this "
                   "session only.")};
    case Trouble::Locked:
        return {tr("the keychain is locked"), {}, tr("Unlock it.")};
    case Trouble::Denied:
        return {tr("access to the keychain was refused"),
                {},
                tr("Try again, and answer the keychain's question.")};
    case Trouble::Hung:
        return {tr("the keychain does not answer"),
                {},
                tr("Try again in a moment. If it stays so, log out and in again.")};
    case Trouble::Missing:
        return {tr("the keychain holds no such value"), {}, tr("Enter it.")};
    case Trouble::Other:
        break;
    }
    return {detail.isEmpty() ? tr("the keychain failed")
                             : tr("the keychain failed: %1").arg(detail),
            {},
            tr("Try again.")};
}

} // namespace

VaultError vaultError(Trouble trouble, const QString &detail)
{
    return {trouble, wordsFor(trouble, detail)};
}

} // namespace chartwright
