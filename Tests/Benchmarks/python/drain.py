"""The same mailboxes drained by the usual Python libraries: fetch, strip the quotes, find numbers, judge by words, store, and
send. No law of Mosaic's is kept: nothing is looked at again before a mail, nothing is written before its dot, nothing is proven."""
import asyncio
import json
import re
import resource
import sys
import time
from email.message import EmailMessage

import aiosmtplib
import asyncpg
import phonenumbers
import redis.asyncio
from email_reply_parser import EmailReplyParser
from imap_tools import AND, MailBoxUnencrypted

WORKERS = 10
BATCH = 50
NO = re.compile(r"\b(not interested|no thanks|unsubscribe|remove me)\b", re.I)
YES = re.compile(r"\b(interested|love to|happy to)\b", re.I)
ANSWER = "Could you share your WhatsApp contact and address with me? I will ask my team to connect with you immediately."
SCHEMA = """
    CREATE TABLE IF NOT EXISTS replies (message_id text PRIMARY KEY, account text, sender text, subject text, own text,
        intent text, numbers text[], at timestamptz DEFAULT now());
    CREATE TABLE IF NOT EXISTS followups (id bigserial PRIMARY KEY, message_id text UNIQUE, stage int, due timestamptz)
"""


class Stack:
    def __init__(self, task):
        self.task = task
        self.counts = {"mails": 0, "interested": 0, "sent": 0}

    async def open(self):
        self.pool = await asyncpg.create_pool(self.task["database"], min_size=WORKERS, max_size=WORKERS)
        await self.pool.execute(SCHEMA)
        self.cache = redis.asyncio.from_url(self.task["redis"])
        self.senders, self.locks = {}, {}
        for account in self.task["accounts"]:
            self.locks[account] = asyncio.Lock()
            sender = aiosmtplib.SMTP(hostname="127.0.0.1", port=self.task["smtp"], use_tls=False, start_tls=False)
            await sender.connect()
            await sender.login(account, self.task["password"])
            self.senders[account] = sender

    def fetch(self, account, queue, loop):
        box = MailBoxUnencrypted("127.0.0.1", self.task["imap"])
        with box.login(account, self.task["password"], "INBOX"):
            for mail in box.fetch(AND(seen=False), mark_seen=self.task["sends"], bulk=BATCH):
                found = (account, mail.headers.get("message-id", [""])[0], mail.from_, mail.subject, mail.text)
                asyncio.run_coroutine_threadsafe(queue.put(found), loop).result()

    async def work(self, queue):
        while (found := await queue.get()) is not None:
            await self.take(*found)

    async def take(self, account, message_id, sender, subject, text):
        own = EmailReplyParser.parse_reply(text)
        numbers = [
            phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            for match in phonenumbers.PhoneNumberMatcher(own, "US")
        ]
        intent = "contact" if numbers else "no" if NO.search(own) else "interested" if YES.search(own) else "unclear"
        await self.cache.set(f"debounce:{message_id}", 1, nx=True, ex=10)
        await self.pool.execute(
            "INSERT INTO replies VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            message_id, account, sender, subject, own, intent, numbers)
        self.counts["mails"] += 1
        if intent != "interested":
            return
        self.counts["interested"] += 1
        if self.task["sends"]:
            await self.answer(account, message_id, sender, subject)

    async def answer(self, account, message_id, sender, subject):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"], mail["In-Reply-To"] = account, sender, subject, message_id
        mail.set_content(ANSWER)
        async with self.locks[account]:
            await self.senders[account].send_message(mail)
        await self.pool.execute(
            "INSERT INTO followups (message_id, stage, due) VALUES ($1, 2, now() + interval '1 day') ON CONFLICT DO NOTHING",
            message_id)
        await self.cache.zadd("followups", {message_id: time.time() + 86_400})
        self.counts["sent"] += 1

    async def drain(self):
        queue = asyncio.Queue(maxsize=BATCH * 4)
        loop = asyncio.get_running_loop()
        workers = [asyncio.create_task(self.work(queue)) for _ in range(WORKERS)]
        await asyncio.gather(*(asyncio.to_thread(self.fetch, account, queue, loop) for account in self.task["accounts"]))
        for _ in workers:
            await queue.put(None)
        await asyncio.gather(*workers)


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def main():
    stack = Stack(json.loads(sys.argv[1]))
    await stack.open()
    start, before = time.perf_counter(), used()
    await stack.drain()
    print(json.dumps({**stack.counts, "seconds": time.perf_counter() - start, "processor": used() - before}), flush=True)


asyncio.run(main())
