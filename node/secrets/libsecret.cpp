#include <libsecret/secret.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/bytes.hpp"
#include "crypto/secret.hpp"
#include "node/secrets/session_keyring.hpp"

namespace earshot::secrets {
namespace {

constexpr auto service_name = "org.freedesktop.secrets";
constexpr auto label = "Earshot: the key of a profile";
/// How long what was cut off may take to end; then nobody waits for it any more.
constexpr gint64 ending_max = G_USEC_PER_SEC;
/// How often it is looked whether somebody gave up.
constexpr guint look_again_ms = 200;
constexpr std::size_t text_bytes = 2 * crypto::SealKey::size;

template <auto release>
struct Release {
    template <class T>
    void operator()(T* held) const noexcept {
        release(held);
    }
};
template <class T>
using Object = std::unique_ptr<T, Release<g_object_unref>>;
using AnError = std::unique_ptr<GError, Release<g_error_free>>;
using Variant = std::unique_ptr<GVariant, Release<g_variant_unref>>;
using Context = std::unique_ptr<GMainContext, Release<g_main_context_unref>>;
using Attributes = std::unique_ptr<GHashTable, Release<g_hash_table_unref>>;
using Value = std::unique_ptr<SecretValue, Release<secret_value_unref>>;

Error no_keyring() { return {ErrorKind::locked, "no keyring runs in this session"}; }
Error no_answer() { return {ErrorKind::locked, "the session's keyring does not answer"}; }
Error stays_locked() { return {ErrorKind::locked, "the session's keyring is locked"}; }
Error no_key() {
    return {ErrorKind::locked, "the session's keyring does not give the key of this profile"};
}

/// What libsecret says, in our words; its own may hold names of items.
Error error_of(const GError* error) {
    // Whoever is asked to unlock and does not want to leaves no error, or that it was cancelled.
    if (error == nullptr || g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
        g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        return stays_locked();
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
        g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
        g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT))
        return no_answer();
    if (error->domain == G_DBUS_ERROR || error->domain == G_IO_ERROR) return no_keyring();
    return {ErrorKind::locked, "the session's keyring failed"};
}

const SecretSchema& schema() {
    static const SecretSchema described = [] {
        SecretSchema made{};
        made.name = "org.earshot.ProfileKey";
        // In a keyring that is locked, gnome-keyring finds nothing by the name of a schema.
        made.flags = SECRET_SCHEMA_DONT_MATCH_NAME;
        made.attributes[0] = {"application", SECRET_SCHEMA_ATTRIBUTE_STRING};
        made.attributes[1] = {"profile", SECRET_SCHEMA_ATTRIBUTE_STRING};
        return made;
    }();
    return described;
}

Attributes attributes_of(const ItemId& id) {
    Attributes attributes{g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    g_hash_table_insert(attributes.get(), g_strdup("application"), g_strdup("earshot"));
    g_hash_table_insert(attributes.get(), g_strdup("profile"), g_strdup(to_hex(id).c_str()));
    return attributes;
}

/// As text, because not every keyring takes bytes. The library wipes what it makes of it.
Value text_value(const crypto::SealKey& key) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto* const text = static_cast<char*>(g_malloc(text_bytes));
    for (std::size_t i = 0; i < crypto::SealKey::size; ++i) {
        const auto byte = std::to_integer<unsigned>(key.expose()[i]);
        text[2 * i] = digits[byte >> 4];
        text[2 * i + 1] = digits[byte & 15];
    }
    return Value{secret_value_new_full(text, text_bytes, "text/plain", [](gpointer made) {
        crypto::wipe({static_cast<std::byte*>(made), text_bytes});
        g_free(made);
    })};
}

std::optional<unsigned> digit(char letter) {
    if (letter >= '0' && letter <= '9') return static_cast<unsigned>(letter - '0');
    if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a' + 10);
    return std::nullopt;
}

Result<crypto::SealKey> key_in(SecretValue* value) {
    gsize size = 0;
    const char* const text = value != nullptr ? secret_value_get(value, &size) : nullptr;
    if (text == nullptr || size != text_bytes ||
        !std::all_of(text, text + size, [](char letter) { return digit(letter).has_value(); }))
        return no_key();
    return crypto::SealKey::made_by([&](std::span<std::byte, crypto::SealKey::size> bytes) {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::byte>(*digit(text[2 * i]) << 4 | *digit(text[2 * i + 1]));
    });
}

/// What one call does, step by step, on the thread that waits for it and no longer than it may.
class Steps {
public:
    Steps(GMainContext* context, std::chrono::seconds time, const std::atomic<bool>& given_up)
        : context_(context),
          given_up_(given_up),
          stop_(g_cancellable_new()),
          deadline_(g_get_monotonic_time() + time.count() * G_USEC_PER_SEC),
          tick_(g_timeout_source_new(look_again_ms)) {
        g_main_context_push_thread_default(context_);
        g_source_set_callback(
            tick_, [](gpointer) -> gboolean { return G_SOURCE_CONTINUE; }, nullptr, nullptr);
        g_source_attach(tick_, context_);
    }
    Steps(const Steps&) = delete;
    Steps& operator=(const Steps&) = delete;
    ~Steps() {
        g_source_destroy(tick_);
        g_source_unref(tick_);
        g_main_context_pop_thread_default(context_);
    }

    /// Starts something that ends with a call back; null when it did not end in time.
    template <class Start>
    Object<GAsyncResult> wait_for(Start start) {
        auto waiter = std::make_shared<Waiter>();
        auto handed = std::make_unique<std::shared_ptr<Waiter>>(waiter);
        start(stop_.get(), &on_ready, handed.release());  // Taken back there.
        while (!waiter->result) {
            const auto now = g_get_monotonic_time();
            if (!is_stopped_ && (given_up_ || now >= deadline_)) {
                is_stopped_ = true;
                deadline_ = now + ending_max;
                g_cancellable_cancel(stop_.get());
            } else if (is_stopped_ && now >= deadline_) {
                break;
            }
            g_main_context_iteration(context_, TRUE);
        }
        return std::move(waiter->result);
    }

    /// Somebody gave up, or the time is over.
    bool is_stopped() const noexcept { return is_stopped_; }

    /// What went wrong in the last step.
    Error error(const GError* error) const { return is_stopped_ ? no_answer() : error_of(error); }

private:
    struct Waiter {
        Object<GAsyncResult> result;
    };
    /// `self` outlives a wait that was cut off.
    static void on_ready(GObject*, GAsyncResult* result, gpointer self) {
        const std::unique_ptr<std::shared_ptr<Waiter>> waiter{
            static_cast<std::shared_ptr<Waiter>*>(self)};
        (*waiter)->result.reset(static_cast<GAsyncResult*>(g_object_ref(result)));
    }

    GMainContext* context_;
    const std::atomic<bool>& given_up_;
    Object<GCancellable> stop_;
    gint64 deadline_;
    GSource* tick_;
    bool is_stopped_ = false;
};

/// Where GLib would look for the bus of the session. Nowhere else: it would start one of its own.
class SessionBus {
public:
    SessionBus() {
        // NOLINTBEGIN(concurrency-mt-unsafe): nothing here writes the environment.
        if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS"))
            is_named_ = *address != '\0';
        if (const char* folder = std::getenv("XDG_RUNTIME_DIR"); folder && *folder == '/')
            usual_ = std::filesystem::path{folder} / "bus";
        // NOLINTEND(concurrency-mt-unsafe)
    }

    bool is_there() const {
        std::error_code ignored;
        return is_named_ || (!usual_.empty() && std::filesystem::is_socket(usual_, ignored));
    }

private:
    bool is_named_ = false;
    std::filesystem::path usual_;
};

Result<Object<GDBusConnection>> connect(Steps& steps) {
    const auto ready = steps.wait_for([](GCancellable* stop, auto on_ready, gpointer self) {
        g_bus_get(G_BUS_TYPE_SESSION, stop, on_ready, self);
    });
    if (!ready) return no_answer();
    GError* error = nullptr;
    Object<GDBusConnection> bus{g_bus_get_finish(ready.get(), &error)};
    const AnError failed{error};
    if (!bus) return steps.error(error);
    // Otherwise the daemon would be ended with the session.
    g_dbus_connection_set_exit_on_close(bus.get(), FALSE);
    return bus;
}

Result<Object<::SecretService>> open_service(Steps& steps) {
    // Never the one that libsecret keeps: it does not notice when the keyring is started anew.
    const auto ready = steps.wait_for([](GCancellable* stop, auto on_ready, gpointer self) {
        secret_service_open(SECRET_TYPE_SERVICE, nullptr, SECRET_SERVICE_OPEN_SESSION, stop,
                            on_ready, self);
    });
    if (!ready) return no_answer();
    GError* error = nullptr;
    Object<::SecretService> service{secret_service_open_finish(ready.get(), &error)};
    const AnError failed{error};
    if (!service) return steps.error(error);
    return service;
}

/// Its answer to a question with at most one name in it.
Variant ask_bus(Steps& steps, GDBusConnection* bus, const char* method, GVariant* parameters) {
    const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
        g_dbus_connection_call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                               "org.freedesktop.DBus", method, parameters, nullptr,
                               G_DBUS_CALL_FLAGS_NONE, -1, stop, on_ready, self);
    });
    return Variant{ready ? g_dbus_connection_call_finish(bus, ready.get(), nullptr) : nullptr};
}

class Libsecret final : public SessionKeyring {
public:
    bool is_there() override {
        if (!session_.is_there()) return false;
        Steps steps{presence_context_.get(), presence_patience, given_up_};
        const auto bus = connect(steps);
        if (!bus) return false;
        const auto owned =
            ask_bus(steps, bus->get(), "NameHasOwner", g_variant_new("(s)", service_name));
        gboolean has_owner = FALSE;
        if (owned && g_variant_is_of_type(owned.get(), G_VARIANT_TYPE("(b)")))
            g_variant_get(owned.get(), "(b)", &has_owner);
        if (has_owner != FALSE) return true;
        const auto startable = ask_bus(steps, bus->get(), "ListActivatableNames", nullptr);
        if (!startable || !g_variant_is_of_type(startable.get(), G_VARIANT_TYPE("(as)")))
            return false;
        const char** names = nullptr;
        g_variant_get(startable.get(), "(^a&s)", &names);
        const bool is_startable = g_strv_contains(names, service_name) != FALSE;
        g_free(names);
        return is_startable;
    }

    Sight look_at(const ItemId& id) override {
        if (!hindrance()) return given_up_ ? Sight::silent : Sight::absent;
        Steps steps{presence_context_.get(), presence_patience, given_up_};
        const auto bus = connect(steps);
        if (!bus) return steps.is_stopped() ? Sight::silent : Sight::absent;
        const auto service = open_service(steps);
        if (!service) return steps.is_stopped() ? Sight::silent : Sight::absent;
        const auto item = find(steps, service->get(), id);
        if (!item) return Sight::silent;
        if (*item) return Sight::there;
        const auto is_locked = has_locked_part(steps, service->get());
        if (!is_locked) return Sight::silent;
        return *is_locked ? Sight::locked : Sight::lost;
    }

    Result<void> store(const ItemId& id, const crypto::SealKey& key) override {
        EARSHOT_CHECK(hindrance());
        Steps steps{context_.get(), patience, given_up_};
        EARSHOT_TRY(const auto bus, connect(steps));
        EARSHOT_TRY(const auto service, open_service(steps));
        const auto attributes = attributes_of(id);
        const auto value = text_value(key);
        const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
            secret_service_store(service.get(), &schema(), attributes.get(),
                                 SECRET_COLLECTION_DEFAULT, label, value.get(), stop, on_ready,
                                 self);
        });
        if (!ready) return no_answer();
        GError* error = nullptr;
        const bool is_stored =
            secret_service_store_finish(service.get(), ready.get(), &error) != FALSE;
        const AnError failed{error};
        if (!is_stored) return steps.error(error);
        return {};
    }

    Result<crypto::SealKey> look_up(const ItemId& id, Asking asking) override {
        EARSHOT_CHECK(hindrance());
        Steps steps{context_.get(), patience, given_up_};
        EARSHOT_TRY(const auto bus, connect(steps));
        EARSHOT_TRY(const auto service, open_service(steps));
        EARSHOT_TRY(const auto item, find(steps, service.get(), id));
        if (!item) return no_key();
        if (secret_item_get_locked(item.get()) != FALSE) {
            if (asking == Asking::forbidden) return stays_locked();
            EARSHOT_CHECK(unlock(steps, service.get(), item.get()));
        }
        const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
            secret_item_load_secret(item.get(), stop, on_ready, self);
        });
        if (!ready) return no_answer();
        GError* error = nullptr;
        const bool is_loaded =
            secret_item_load_secret_finish(item.get(), ready.get(), &error) != FALSE;
        const AnError failed{error};
        if (!is_loaded) return steps.error(error);
        const Value value{secret_item_get_secret(item.get())};
        return key_in(value.get());
    }

    Result<void> forget(const ItemId& id) override {
        EARSHOT_CHECK(hindrance());
        Steps steps{context_.get(), patience, given_up_};
        EARSHOT_TRY(const auto bus, connect(steps));
        EARSHOT_TRY(const auto service, open_service(steps));
        const auto attributes = attributes_of(id);
        const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
            secret_service_clear(service.get(), &schema(), attributes.get(), stop, on_ready, self);
        });
        if (!ready) return no_answer();
        GError* error = nullptr;
        secret_service_clear_finish(service.get(), ready.get(), &error);
        const AnError failed{error};
        if (failed) return steps.error(error);
        return {};
    }

    void give_up() noexcept override {
        given_up_ = true;
        g_main_context_wakeup(context_.get());
        g_main_context_wakeup(presence_context_.get());
    }

private:
    Result<void> hindrance() const {
        if (given_up_) return no_answer();
        if (!session_.is_there())
            return Error{ErrorKind::locked, "there is no D-Bus of a session, and so no keyring"};
        return {};
    }

    /// Null: it was not found.
    static Result<Object<SecretItem>> find(Steps& steps, ::SecretService* service,
                                           const ItemId& id) {
        const auto attributes = attributes_of(id);
        const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
            secret_service_search(service, &schema(), attributes.get(), SECRET_SEARCH_NONE, stop,
                                  on_ready, self);
        });
        if (!ready) return no_answer();
        GError* error = nullptr;
        GList* const found = secret_service_search_finish(service, ready.get(), &error);
        const AnError failed{error};
        if (failed) return steps.error(error);
        if (found == nullptr) return Object<SecretItem>{};
        Object<SecretItem> item{static_cast<SecretItem*>(g_object_ref(found->data))};
        g_list_free_full(found, g_object_unref);
        return item;
    }

    /// What is locked may show nothing of what it has.
    static Result<bool> has_locked_part(Steps& steps, ::SecretService* service) {
        const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
            secret_service_load_collections(service, stop, on_ready, self);
        });
        if (!ready) return no_answer();
        GError* error = nullptr;
        secret_service_load_collections_finish(service, ready.get(), &error);
        const AnError failed{error};
        if (failed) return steps.error(error);
        GList* const collections = secret_service_get_collections(service);
        bool has_locked = false;
        for (const auto* each = collections; each != nullptr; each = each->next)
            has_locked |=
                secret_collection_get_locked(static_cast<SecretCollection*>(each->data)) != FALSE;
        g_list_free_full(collections, g_object_unref);
        return has_locked;
    }

    static Result<void> unlock(Steps& steps, ::SecretService* service, SecretItem* item) {
        GList objects{item, nullptr, nullptr};
        const auto ready = steps.wait_for([&](GCancellable* stop, auto on_ready, gpointer self) {
            secret_service_unlock(service, &objects, stop, on_ready, self);
        });
        if (!ready) return no_answer();
        GError* error = nullptr;
        const auto count = secret_service_unlock_finish(service, ready.get(), nullptr, &error);
        const AnError failed{error};
        if (count < 1) return steps.error(error);
        return {};
    }

    SessionBus session_;
    std::atomic<bool> given_up_ = false;
    Context context_{g_main_context_new()};
    Context presence_context_{g_main_context_new()};
};

}  // namespace

std::unique_ptr<SessionKeyring> open_session_keyring() { return std::make_unique<Libsecret>(); }

}  // namespace earshot::secrets
