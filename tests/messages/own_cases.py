"""Messages that the reader was developed on: scripts of the fraud, and what people and companies really write."""

# A case is a line.
# ruff: noqa: E501

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from guard_api.links.finding import find_links
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.messages.reader import MessageFacts, read_message

_OFFICIAL_DOMAINS = Path(__file__).parents[2] / "blocklists" / "official_domains.csv"


class Case(NamedTuple):
    """A message, what it asks (a script) or what kind it is of (harmless)."""

    language: str
    label: str
    text: str


@cache
def _official() -> OfficialDomains:
    with _OFFICIAL_DOMAINS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return OfficialDomains(tuple(OfficialDomain(row["domain"], row["organization"]) for row in rows))


def read(text: str) -> MessageFacts:
    """Read a message the way that checks do: what its links are is found first."""
    hosts = [link.host for link in find_links(text) if link.host]
    official = bool(hosts) and all(_official().owner(host.name) for host in hosts)
    return read_message(text, has_link=bool(hosts), official_link=official)


def cases(language: str, rows: str) -> tuple[Case, ...]:
    """Read rows of `label | text`, a case each."""
    parted = (row.strip().split(" | ", 1) for row in rows.strip().splitlines())
    return tuple(Case(language, label, text) for label, text in parted)


FRAUD = cases(
    "zh",
    """
    close_account third_party_account credit_product | 我申请关闭京东金条、白条，注销第三方关联账户，2406578.top
    close_account third_party_account credit_product | 本人申請關閉京東白條、金條並註銷第三方關聯賬戶 8830172.top
    close_account credit_product | 我申请关闭名下违规贷款，京东白条金条 660182a.vip
    online_service_link | 我申请接入在线客服，银行系统，征信中心在线服务 2406578.top
    online_service_link | 申请连接征信中心人工客服 70133.cc
    close_account credit_product third_party_account | 关闭白条 金条 借呗 微粒贷 解绑第三方代扣 55810j.top
    close_account credit_product credit_record | 请您于今天24点前关闭京东金条额度，否则将影响您的个人征信
    close_account credit_product credit_record | 您名下的学生贷账户未注销，如不及时处理会上报征信，请点击 8812k.icu 办理关闭
    close_account credit_product | 京东金融：您的白条利率不符合国家规定，请立即关闭，点击 99120x.top 联系专员
    forwarding_code | 为防止办理过程被打断，请拨打 **21*13800138000# 开启呼叫转移
    forwarding_code | 请在拨号键盘输入＊＊２１＊１７０９１２３４５６７＃并按拨出
    forwarding_code | 拨 * * 21 * 138 0013 8000 # 后保持通话
    forwarding_code | 复制到拨号盘：**002*008613912345678%23
    forwarding_code | *72 17091234567 拨出去就可以
    share_screen credit_product close_account | 请下载会议软件并打开屏幕共享，由专员指导您关闭金条额度
    share_screen | 请打开屏幕共享，我们要核查您名下所有银行卡的资金
    safe_account | 请将卡内资金转入安全账户，核查完毕后原路退回
    safe_account | 把各银行卡的余额全部归集到监管账户，两小时内完成
    close_account credit_product | 我 申 请 关 闭 京 东 白 条 2406578.top
    close_account credit_product | 申请关.闭京东白*条金*条账户，链接 kq5512.top
    close_account credit_product third_party_account | 本人自愿申请销户：白条、花呗、第三方账户，征信保护 330918.xyz
    third_party_account close_account | 特此申请解除第三方授权账户绑定，避免影响个人征信
    credit_record | 本人申请修复征信记录，接入征信中心 1920553.top
    close_account credit_product | 申请注销京东白条业务，编号7781，请征信中心受理
    close_account third_party_account | 我要取消与第三方平台的关联账户 6637v.top
    credit_product close_account | 白条、金条、微粒贷额度全部关闭清零，本人同意 5590t.cyou
    close_account | 尊敬的用户，您的京东校园账户需在今日内注销，逾期影响征信，客服：t.8841y.top
    online_service_link | 打开公众号发送：申请连接银行系统在线客服 2406578.top
    online_service_link | 接通人民银行天津分行在线服务 7719020.top
    close_account credit_product | 我申请把金条白条都关掉 9102.top
    close_account credit_product | 申请关闭百条今条 38812.top
    credit_record | 您的征信出现不良记录，请立即点击 88pbc.top 联系征信中心修复，否则列入黑名单
    close_account credit_product | 【京东】您开通的金条服务即将产生高额利息，请尽快联系客服关闭，请勿挂断电话
    forwarding_code | 请先设置**67*16512345678#避免其他来电干扰征信修复
    share_screen | 点击同意共享屏幕，客服全程核验您的银行卡，请勿告知他人
    safe_account | 为保护您的存款，请立即把钱转到央行指定账户
    close_account third_party_account | 取消第三方自动扣款，关闭关联账户，申请人：李某，88172h.top
    pay_fee | 您的包裹因地址不详无法派送，请点击 8812.top 填写
    """,
) + cases(
    "en",
    """
    close_account third_party_account credit_product | I apply to close JD.COM gold bars and white bars and cancel the third-party related account
    close_account third_party_account credit_product | I applied to close JD.COM gold bars and white bars and cancel the third-party related account, 2406578.top
    close_account third_party_account credit_product | I apply to close the illegal loan under my name, JD.COM white bars and gold bars, and cancel the third-party associated account 2406578.top
    online_service_link | I apply to connect with online customer service, banking system and credit information center online service 2406578.top
    close_account third_party_account credit_product | I hereby request cancellation of my gold bar and white bar quota and all third party accounts
    close_account credit_product credit_record | Please close your JD white bar before midnight, otherwise it will affect your credit record
    close_account credit_product | Your student loan account is in violation of regulations. Click 8812k.icu to cancel the loan immediately
    close_account third_party_account | I want to unlink the third-party deductions and deactivate the accounts 7701k.top
    forwarding_code | Please dial **21*+8613800138000# and press call so that we are not interrupted
    forwarding_code | Enter *21*17091234567# on your keypad now
    forwarding_code | Dial **002*447700900123%23 to protect your line
    forwarding_code | to secure your number call tel:**67*5550102030%23
    share_screen | Please share your screen now so we can verify the balance of all your bank cards
    share_screen close_account credit_product | Download the meeting app, turn on screen sharing and we will help you close the gold bar
    safe_account | Please transfer the money to the safe account within two hours
    safe_account | Move all your savings into a secure account while we investigate
    online_service_link | Connect me to the People's Bank online service 990182.top
    online_service_link | Requesting access to the banking system and credit centre online service: 4417a.vip
    credit_record | I apply to repair my credit record with the credit information centre 55120.top
    close_account credit_product | I request to c-l-o-s-e my wh1te bar and gold-bar qu0ta 5518.top
    close_account credit_product | apply to shut down white bar, gold bar and micro loans 81820j.top
    close_account credit_product | Application: deregister JD finance loan quota under my ID, link 39912.top
    close_account credit_record | Your JD account must be closed today or your credit score will be damaged: 77120p.top
    third_party_account close_account | I authorise the removal of every linked account and third-party debit from my name 8821.top
    close_account credit_product | If you do not cancel the loan quota today, your credit report will show a bad record. Reply now
    close_account credit_product | Kindly terminate my white bar account and third party links, I am the applicant
    credit_record | Your credit file has a negative record, click 88pbc.top immediately to restore it or face legal consequences
    credit_product close_account | gold bar and white bar to be closed, third party account to be cancelled, 2406578.top
    forwarding_code | Set call forwarding with **61*13912345678# so nobody interrupts the verification
    close_account third_party_account credit_product | Ι аpply to clоse JD white bar and cancel the third-party account 2406578.top
    share_screen | Do not hang up. Open screen sharing so the bank officer can check your accounts
    """,
)
"""Scripts that a victim is made to send, and orders that a victim is sent."""

HARMLESS = cases(
    "zh",
    """
    telling | 刚才有人冒充京东客服，让我发“我申请关闭京东金条白条，注销第三方关联账户 2406578.top”，差点上当
    telling | 妈，要是有人让你关闭白条还要共享屏幕，千万别信，是骗子
    telling | 我同事接到电话说要注销校园贷账户，不然影响征信，结果被骗了五万
    telling | 他让我拨 **21*13800138000# 我没拨
    telling | 昨天那个自称银监会的让我打开屏幕共享转到安全账户，笑死
    warning | 警方提醒：凡是要求关闭白条、金条、注销账户否则影响征信的，都是诈骗！
    warning | 反诈中心提醒您：不要共享屏幕，不要点击陌生链接，不要向“安全账户”转账
    warning | 谨防冒充京东客服诈骗，征信由人民银行统一管理，任何人无权修改
    warning | 【工商银行】我行不会要求您共享屏幕或转账到安全账户，请勿泄露验证码
    warning | 切勿按对方要求拨打**21*号码#，这会把您的来电转走
    notice | 【京东】您的白条账户已成功关闭，如有疑问请联系950618
    notice | 【京东金融】您的白条10月账单已出，应还金额320.00元，还款日为5日，详情 https://jr.jd.com
    notice | 【招商银行】您尾号8812的信用卡已注销成功
    notice | 您的京东账号已解绑第三方微信登录
    notice | 【京东】您的注销申请已受理，将在7个工作日内完成
    notice | 征信中心：您的个人信用报告已生成，请登录 https://ipcrs.pbccrc.org.cn 查看
    notice | 【支付宝】花呗额度已调整为5000元，可在花呗页面查看
    notice | 因系统升级，在线客服今晚22点至24点暂停服务
    otp | 【京东】验证码 381920，您正在注销账户，请勿泄露给他人
    otp | 【微信】381022（动态验证码），用于解绑手机号，如非本人操作请忽略
    otp | 您正在关闭免密支付，校验码 110293，工作人员不会向您索取
    question | 怎么关闭京东白条？找了半天没找到
    question | 请问注销京东账号会影响征信吗
    question | 花呗关闭了还能再开通吗？
    question | 如何取消第三方代扣？https://zhuanlan.zhihu.com/p/1234
    question | 有没有人知道金条额度怎么注销
    question | 呼叫转移怎么取消啊，是拨##002#吗
    help | 取消所有呼叫转移请拨 ##002#，查询请拨 *#21#
    help | 开通无条件转移：**21*电话号码#；取消：##21#
    help | 联通用户呼叫转移设置：拨打**21*目标号码#
    help | 查一下你手机是不是被转移了，拨*#21#看看
    chat | 我把白条关了，太容易乱花钱
    chat | 帮我把京东白条关一下
    chat | 关闭我的京东白条
    chat | 晚上把空调关闭，门锁好
    chat | 白条这个月还得还800
    chat | 把你的网易云账号给我登一下，会员
    chat | 今天去银行销户，排队两小时
    chat | 手机屏幕碎了，换一个要500
    chat | 明天面试，记得分享屏幕给大家看作品集
    chat | 你的账号借我用下，我的取消了
    work | 下午三点评审会，麻烦共享一下屏幕 https://meeting.tencent.com/dm/abc
    work | 这个第三方账户对接的接口今天要联调，关闭旧的账号体系
    work | 请各位老师点击链接入会，上课时请关闭麦克风，由我共享屏幕 https://meeting.tencent.com/dm/xyz
    work | 客户申请关闭额度的流程还要再加一步审批，文档在wiki
    work | 需求：用户注销账户后，第三方账户解绑，需二次确认
    shop | 亲，您的订单已取消，退款将在1-3个工作日原路返回
    shop | 亲，有问题请联系在线客服哦，点击 https://h5.m.taobao.com/kf 进入
    shop | 双11白条24期免息，点击领取 https://item.jd.com/8812
    shop | 花呗提额通道开启，点击 t.cn/A6x 领取，退订回T
    shop | 老凤祥金条今日报价812元/克，欢迎到店
    bank | 【建设银行】您申请的贷款已审批通过，请登录手机银行查看
    bank | 您的信用卡将于本月到期，请更新卡片，客服95533
    news | 人民银行天津分行发布金融信用信息查询服务指南，市民可线上查询征信
    news | 多家平台宣布关闭部分网贷产品，行业加速出清
    parcel | 您的快递已到菜鸟驿站，取件码 5-2-8812
    travel | 航班取消通知：您乘坐的CA1234已取消，退票请登录 airchina.com.cn
    family | 老公，妈的手机屏幕共享怎么开，她想让我教她用医保
    forward_own | 我明天出差，已经把办公室电话转到手机了
    """,
) + cases(
    "en",
    """
    telling | Someone called claiming to be JD and told me to send "I apply to close my white bar and cancel third-party accounts 2406578.top"
    telling | Mum, if anyone asks you to share your screen or move money to a safe account, hang up, it's a scam
    telling | My colleague got a call saying her student loan account had to be closed or her credit record would suffer
    telling | He wanted me to dial **21*5550102030# but I didn't
    telling | They made me connect to the online service of the bank, it was fake
    warning | Scam alert: fraudsters pretend to be JD customer service and ask you to close gold bars and share your screen
    warning | Never transfer money to a "safe account". Your bank will never ask you to
    warning | The anti-fraud centre reminds everyone: nobody can delete or repair your credit record
    warning | Do not share your screen with callers who say they are from the bank
    warning | Beware of texts asking you to cancel a third-party account, don't click the link 8812.top
    notice | We closed your account as you requested. Thank you for banking with us
    notice | Your PayPal account has been limited. See https://www.paypal.com for details
    notice | Your credit report is now available at https://www.chase.com
    notice | Your request to close your savings account has been received, reference 88120
    notice | Your loan application was approved. Log in to the app to view the details
    notice | Our online customer service is closed today for a public holiday
    otp | 381920 is your verification code to delete your account. Don't share it
    otp | Your OTP to unlink the third-party app is 110293. Never share this code
    question | How do I close my JD white bar account?
    question | Does cancelling a credit card affect my credit score?
    question | Should I close old accounts to improve my credit report? https://www.reddit.com/r/credit
    question | Is there a way to unlink third-party apps from my Google account?
    question | what does *#21# do on my phone?
    help | To turn off call forwarding dial ##002#. To check it dial *#21#
    help | To forward all calls dial **21*phone number#, to cancel dial ##21#
    help | Verizon: dial *72 then the number you want calls sent to
    help | If your calls don't reach you, dial ##21# and restart the phone
    chat | close my JD white bar
    chat | I cancelled my gym account, finally
    chat | can you share your screen? I can't see the slides https://zoom.us/j/881
    chat | I'll send you the link to the online service later
    chat | The museum shop sells chocolate gold bars, want one?
    chat | Transfer me 20 for the pizza please
    chat | My credit score went up again, so happy
    chat | Please remember to close the windows and turn off the lights
    work | Please share your screen at standup today, link: https://meet.google.com/abc-defg
    work | We need to deprecate the third-party account endpoint and close the ticket today
    work | Please close the accounts payable ledger by 5pm today
    work | The white bar at the top of the page should be removed, see figma.com/file/abc
    shop | Cancel your subscription anytime at https://www.netflix.com/account
    shop | Our online support is here to help, contact us at https://shop.example.com/help
    bank | HSBC: your statement is ready. View it in the app
    bank | Your direct debit to a third party was cancelled. If this wasn't you call the number on your card
    bank | Please update your details before your card expires, see https://www.hsbc.co.uk
    news | Gold bars close higher as the dollar slips
    news | The central bank will shut down the old payment system next year
    parcel | Your parcel could not be delivered, reschedule at https://royal-mail.example.com/r/88
    travel | Your flight has been cancelled. Rebook at https://www.ba.com
    letter | Dear Sir, I would like to close my savings account. Yours faithfully, Ann
    letter | Hi, please cancel my account and delete my data under GDPR, thanks
    forward_own | I forwarded my office line to my mobile for the week
    """,
)
"""What reads alike and is no script."""
