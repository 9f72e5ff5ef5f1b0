"""Wordings that the reader was widened on, after `own_cases`: paraphrases, other products, other countries.

Not all of them are recognised; what is missed says what the reader does not know.
"""

# A case is a line.
# ruff: noqa: E501

from tests.messages.own_cases import cases

SCRIPTS = cases(
    "zh",
    """
    script | 您好，您的微信百万保障即将到期，次月起每月自动扣费2000元，如需关闭请联系专员 wx-bz.88123.top
    script | 我要清退名下所有网贷，通道 qt.5510k.vip
    script | 申请销掉京东e贷，跟第三方断开 3312.cyou
    script | 请把这段文字发到公众号：申请人行在线审核，关停白条，7120.top
    script | 你名下有一笔助学贷没有注销，今晚12点前不处理就要上征信
    script | 打开腾讯会议，房间号 331 220 881，把屏幕共享打开，我教你关闭借呗
    script | 手机按星号21星号13800001111井号拨出
    script | 你的卡涉嫌洗钱，请把所有的钱转到公安部监管账户
    script | 下载向日葵，把识别码告诉我，我来帮您注销贷款额度
    script | 为了不影响您的信用，请配合我们把360借条、拍拍贷都停掉 xk.9912.shop
    script | 京东客服：系统检测到您是学生认证，需转成人账户，否则产生高额违约金，请加QQ 8812331 办理
    script | 老师说把钱先存到保管账户里，做完流水就还给我
    script | 终止白条协议申请 lc7781.icu
    script | 本人张伟身份证3301**，自愿关停全部信贷额度并解除三方绑定
    script | 复制到微信搜一搜：tianjinpbc.top 联系在线客服销户
    script | 征信有逾期？ 内部渠道消除 点 zx.8871.bond
    script | 您开通的抖音安心保障每年2800，点击 dy-baoxian.sbs 取消
    script | 金条清零方法：先把额度全部取出，再转到指定验资账户
    script | 申请关停：白条/金条/月付/备用金；绑定解除；link 3310a.top
    script | 千万不要挂电话，现在打开手机银行并共享屏幕
    script | 办理白条退网：7712.top
    script | 请在弹窗里点允许录制屏幕，然后打开微信钱包给我看零钱
    script | 帮你把征信上的学生标识去掉，先下个会议软件
    script | 账户异常，请将余额转入央行清查账号，半小时后退回
    script | 现在把支付宝里的借款额度都提到卡上，再汇给财务审核
    script | 申请：转接征信人工专席 8800213.top
    script | 请求对接银联后台客服 70121.top
    script | 本人要求注销与捷信、马上消费等机构的授信
    script | 我自愿结清并关停所有借贷端口 9912.top
    script | 您的校园身份没有转换，关系到征信，务必今天处理完
    script | 抖音百万保障到期自动扣费，点 bz.7719.top 退保
    script | 关掉京东金融里的钱袋子 881.top
    script | 按我说的做，拨 星星67星13800138000井
    script | 拨一下 *40*13800138000# 防止别人打扰
    script | 你手机先转接一下 *92 13312345678
    script | 电话不要挂，进会议点共享，打开建行
    script | 银保监会通知：贷款额度超标者需注销多余额度，登记 8812.club
    script | 贷款账户清理申请 kk8.71.top
    script | 请于今天下午六点前把白条注销掉，不然会影响你孩子上学
    script | 工号0231为您服务，点链接取消企业版会员 alipay-vip.6612.cc
    script | 打开手机浏览器输入2039点top，点在线客服，说要注销白条
    script | 注销申请书：本人于2019年开通校园网贷，现自愿注销，见证号7712
    script | 征信异常，请联系征信专员张经理 QQ 55120
    script | 把花呗、借呗、美团借钱额度都拉到零 2039.icu
    script | 您的极速贷账户违规，请配合平账，将贷出的款项打到对公账户
    script | 手机打 *67*13800138000# 打完就不会有别的电话进来
    script | 屏幕共享开着，登一下你的招行
    script | 点屏幕下方的绿色按钮共享，别关，我要看到你的支付宝
    script | 您有一笔贷款未撤销，今日18点上报，办理 dk.2039.vip
    script | 我要求撤消第三方支付代扣授权2039.top
    script | 【国家反诈】您的账户涉案，需将资金转入安全账户核查
    script | 申请消除学生账号 2039.cyou
    script | 接驳人民银行客服通道2039.top
    script | 金条下款失败导致账户冻结，需缴纳解冻金到指定账户
    script | 客服小李教您退订百万医疗：下载 Zoom，会议号 2039，点共享
    script | 关白条关金条关月付全关 2039.top
    script | 白条+金条+第三方=关闭 2039.top
    script | 退出京东白条计划，本人同意，2039.bond
    script | 回复"同意注销"即可关闭您的贷款额度，不回复按逾期处理
    script | 请把银行卡里的钱先转给公证处账户做资金证明
    script | 注消京东小金库贷款业务 5571.top
    script | 您好，请将您名下的“任性贷”撤除，否则会纳入央行黑名单 5571.vip
    script | 请给公众号留言：我需要人工，清空白条，5571u.top
    script | 搜公众号“人行天津”，把下面的内容粘上去：申请联通征信后台 5571.top
    script | 申请进入央行清退窗口 5571.cc
    script | 麻烦把这串输进拨号盘：*67*13900001111#，是加密线路
    script | 给手机加个防护，打 **62*13900001111#
    script | 把来电先转走，拨星号57星号13900001111井号
    script | 您放心我们是官方的，您点同意录屏，接着登招行看下额度
    script | 安装AnyDesk，把九位数报给客服，帮您关掉自动扣费
    script | 手机投屏给我，看下您支付宝有没有开备用金
    script | 您把各家银行的余额截图，然后全部转进银联清算号
    script | 你的钱不干净，要过一遍公家的账，两小时返还
    script | 现金取出来交给我们派来的同事，保管三天
    script | 借出来的钱不是你的，要退回到京东的对公账号，点 5571.sbs
    script | 逾期一次影响三代，现在交500块可以铲掉 联系QQ 991201
    script | 征信洗白，三天见效，详询 zx5571.shop
    script | 学籍信息没改，央行那边会判定你违规用贷，赶紧加我QQ
    script | 微信百万保障到期，不退每月扣800，回电4008812345
    script | 你误点了代理商，取消费用500/月，请下云会议配合
    script | 本人王五已知悉，申请终止所有信贷授权，5571.top
    script | 关闭：花呗√ 借呗√ 白条√ 金条√ 第三方√ 5571.top
    script | 百tiao今tiao都不要了 注xiao 5571.top
    script | b条j条关闭 征x保护 5571.top
    script | 京東金條違規，請即時取消，撳 5571.top
    script | 唔該幫我熄咗白條金條 5571.top
    script | 帳戶被列為警示戶，請將存款轉至監管帳戶
    script | 金管會通知：請開啟螢幕分享，核對您的存款
    script | 分期樂額度需關閉，不然聯徵會有紀錄 5571.icu
    script | 系统升级，老用户白条需要重新认证注销，点 jdbt.5571.top
    script | 今天不把贷款账号清掉，明天你单位就会收到通知
    script | 客服08832：麻烦下载会议软件，我们协助您下线金条
    script | 你说：转人工，注销金条，然后发这个网址 5571.top
    script | 请转接：征信保护中心 5571.top
    script | 您在读期间注册过贷款，没用也得销，不然罚息
    script | 平台要求您把可用额度降为0，操作方法见 5571.lol
    script | 已经给您开好绿色通道，进 5571.top 点销户
    script | 解绑所有三方绑卡授权 5571.cyou
    script | 麻烦您配合停用一下支付宝的信用购，别让征信留痕
    script | 您的信用卡被盗刷，请马上开启共享让我们冻结
    script | 您好，您的ETC卡已停用，请重新激活 etc.88.top
    """,
) + cases(
    "en",
    """
    script | Hello, your Alipay protection plan renews tomorrow at 2000 per month. To switch it off talk to our agent ali.8812.top
    script | I want my Klarna and Afterpay closed and all third party links removed 3312.cyou
    script | Send exactly this: "request bank system review, close white bar 7120.top"
    script | You have a student loan that wasn't cancelled. Handle it before 12 tonight or it goes to your credit report
    script | Press star 21 star 07700900123 hash and call
    script | Your card is linked to money laundering. Move the money to the police supervised account now
    script | Install AnyDesk and read me the code so I can cancel your loan limit
    script | To protect your credit score please cooperate and stop all cash advance apps xk.9912.shop
    script | We detected a student account; convert it or pay a high penalty. Cancel at jd-student.sbs
    script | Put the cash in the government custody account and it will be returned after the audit
    script | termination of white bar agreement, application lc7781.icu
    script | Bad credit? We remove late payments in 48 hours, pay here zx.8871.bond
    script | Your Amazon Prime will renew for $399. Click amzn-cancel.sbs to cancel
    script | First draw the whole quota, then send it to the verification account to clear it
    script | apply 2 cancl wht bar n gld bar 3310a.top
    script | Do not hang up, open your banking app and share your screen with me
    script | Please shut my loan account down through the credit centre's online service 9917.top
    script | Your SIM will be blocked, dial *401*9876543210 to keep it active
    script | RBI notice: your CIBIL is affected by unpaid loan, settle and close at rbi-close.vip
    script | verify your third-party debit authorisation and cancel it before midnight: td.7718.club
    script | Kindly be informed your SBI loan facility is misused by unknown person, to withdraw the facility open sbi-nodues.top
    script | I, the undersigned, ask that my JD consumer loan be closed out and outside platforms be detached. 990121.top
    script | Transfer to a human: bank network verification desk 44012.cc
    script | Get your cash out of the branch and hand it to our courier for safe keeping
    script | For your protection we have set up a new account. Please transfer your balance there and do not tell branch staff
    script | Turn your phone screen on for me in WhatsApp video so I can guide you through your bank app
    script | Tap share screen in the call and open each of your loan apps
    script | Please enable the screen cast and go to your Alipay wallet page
    script | Your tax refund is waiting, verify your details at hmrc-back.sbs
    script | Your white strip is in abnormal status and will hurt your record, cancel it with the specialist
    script | Dear customer, the gold strip opened when you were student breaks the new rule. Close by tonight
    script | Text back: I agree to end my baitiao and jintiao service
    script | My name is Li Na, ID 3301, I consent to shutting all credit limits
    script | pls help close jd white bar and gold bar thx 7719203.top
    script | want to stop all the loan apps in my name 55120.cyou
    script | Score repair department: we delete defaults. Fee 50. Telegram @fixscore
    script | Your loan record will go to the credit bureau at 6 pm if you don't deal with it
    script | Your student loan discharge is pending. Finalise at studentaid-discharge.icu
    script | Write in the chat of the official account: link me with credit reporting service 8800213.top
    script | Dear user enter *21*85261234567# to turn on the anti fraud protect
    script | after you dial **67*13700137000# show me screenshot
    script | we put a shield on your line: key in *62*4471234567# then green button
    script | To stop hackers from reading your OTP call *401*9812345678 from your phone
    script | We need you to move everything to the holding account of the commission until the inspection ends
    script | take the savings out and buy USDT into the wallet we give you, it's the regulator's
    script | Account deletion form for JD finance: jd-form.club
    script | complete the cancellation of the campus loan by following the officer's directions in the meeting
    script | your e-wallet will be deactivated, re-verify gcash-ph.vip
    script | The system shows that you've a VIP subscription of 500 a month. If you don't want it, our agent will take it off: vip-off.cc
    script | Untie all third parties deduct contract, url 5501.top
    script | apply for clear white bar record
    script | I apply unbind bank card from third party, cancel gold bar. Please handle.
    script | connect manual service, credit center 12009.top
    script | Ask to link up with central bank's webpage for customers 71123.top
    script | Delete Huabei now!!! your father's credit too will be black
    script | Please be quick, shut the jiebei, my supervisor waits, don't end the call
    script | Join my Webex, share, then show your FPS limit page
    script | To cancel PayMe insurance, download our helper app and allow screen recording
    script | Send "CANCEL JD LOAN 7712.top" to the bank's WeChat
    script | Remit the deposit to the judicial account to prove innocence
    script | Your Atome credit facility shows 3 late bills. Wind it up via atome-end.icu
    script | Please proceed to withdraw consent for third-party e-wallet debits at consent-off.sbs
    script | Hello sir your Paytm postpaid is creating bad cibil, kindly close through link paytm-pp.top
    script | open 20391.top on your phone and pick "talk to an agent"
    script | forward this line to the PBOC account: terminate gold credit and white credit 20391.top
    script | Im writing to deregister my gold bars, white bars, micro loan 20391.top
    script | Type **004*13800138000# and tell me when you see "registration successful"
    script | Key this into the phone app: *21*+639171234567#. It stops the criminals from calling you.
    script | dial asterisk 21 asterisk 447700900123 hash please
    script | Give me remote access through TeamViewer and log in to your bank, I'll reverse the payment
    script | Keep the Zoom open with your screen on while you log in to HSBC
    script | move your pension to the new protected account, the fraud team will ring at 4
    script | Your money is at risk. Wire it to the account the bank created for you: 00112233
    script | Withdraw everything as USDT and send to the safe wallet
    script | deposit the funds in the FCA holding account, ref your surname
    script | Your credit file shows "student" label. It must be removed or banks will reject you
    script | Remove collections from your credit report now, creditfix.club
    script | The loan limit was opened with your ID, cancel at once or repay 200,000
    script | We are the JD service team. Cooperate to turn off gold bar, keep the call on
    script | to quit the WeBank micro loan write "quit 5571.top" in WeChat
    script | Link expires in 30 minutes: remove bank authorisation for third parties 20391.vip
    script | Your Apple ID has an unpaid $299 subscription, cancel at apple.id-77.sbs
    script | I authorize stop of JD white-bar, of gold-bar, of third party withhold, 20391.top
    script | cl0se wh!te b@r & g0ld b@r 20391.top
    script | CLOSEMYWHITEBAR 20391.top
    script | Unbind please: Alipay, JD, Meituan monthly pay. 20391.cc
    script | Your GCredit has been enrolled automatically. To avoid charges disable at gc-off.xyz
    script | As a student borrower you must cancel the record in the system, join meeting 5512 and show your screen
    script | Report 551 to staff, input site 20391.top, press online service
    script | You opened a merchant agent account by mistake, cancel in 1 hour or pay 500 each month, add our QQ 55120
    script | GrabPayLater: overdue risk found. Terminate facility now -> gpl-terminate.sbs
    script | Submit form to relinquish your Carousell Pay credit: form.7761.cyou
    script | Hi, I want to be removed from white bar programme, site given is 77612.top
    script | Please help me switch JD gold bar to off, also outside deductions off. My ref 8812
    script | notice of de-registration. your net loan identity from college is still active, come to 77612.vip to clean it
    script | Ask the robot to "open artificial service 77612.top"
    script | In the box at the bottom type: reach the credit hub staff 77612.top and press send
    script | Say this in the public account: i need online officer, 5571u.top
    script | Access portal of bank supervision: 5571u.top, choose live person
    script | Dial this string before we begin: **62*13700137000#
    script | for verification we forward your line, please enter **21*+6591234567# press green
    script | Don't take other calls. Set *67*02071234567#
    script | your number will be suspended by TRAI, to stop press *401*8812345678
    script | Switch on the projection so that our auditor sees your balance
    script | Let me into your phone with AirDroid and put in your bank password, it's only the test
    script | Turn the camera off, screen on, open NatWest and read the figures to me
    script | while sharing, log in BCA mobile and Livin so system can scan credit
    script | Send me a video recording of your bank app screen and loan apps
    script | please remit 30000 to verification account of the anti-fraud center
    script | clean money check: you pass the funds through the treasury account and they come back in 2 hours
    script | Your savings were leaked by an employee. Take out cash and buy gold, an agent collects it for safekeeping
    script | put 5 lakh in the RBI secret account else arrest
    script | Transfer the loan amount you just received to the settlement account to flatten the record
    script | Your bad credit flag can be lifted by our law office. Visit liftflag.club
    script | pay to delete: we strip charge-offs, DM on WhatsApp
    script | Penalty points on your Sesame credit, repair: zmxy-88.top
    script | student id in credit system not changed, your child's school will know. contact QQ 991201
    script | WeChat Pay "million guarantee" starts charge today, tel our service to shut
    script | Spotify business plan 299/mo activated by mistake, to revoke go spot-revoke.icu
    script | PayPal invoice $549 for Norton. If you did not order, call 1-888-555-0100 to cancel and get refund
    script | Kindly unsubscribe the live VIP in my name 10088.top
    script | Douyin membership cancel -> meeting id 551 220 118, share, follow the agent
    script | I, Chen, voluntarily end Huabei, Jiebei, JD IOU contracts. 10088.top
    script | cancel all quotas: white, gold, monthly pay, micro. third: unbind. 10088.top
    script | W.H.I.T.E B.A.R close, G.O.L.D B.A.R close 10088.top
    script | c1ose jd whlte bar 10088.top
    script | before you get a black credit file press here and end Capital loan: cap-end.lol
    script | your pre-approved limit is illegal, bring the limit to zero with our guidance on Teams
    script | This is CBIRC complaint 5512: reply with your name and card to void campus loan
    script | act within 2 hours, third party licence to debit you must be scrapped at 3rd-scrap.cfd
    script | Your parcel is held, pay the fee at royal-post.top
    """,
)

EVERYDAY = cases(
    "zh",
    """
    everyday | 【顺丰速运】您的快递已由家人签收，满意请回复1
    everyday | 【京东】您购买的PLUS会员将于12月1日自动续费149元，如需取消请至APP我的-PLUS-管理
    everyday | 【爱奇艺】自动续费提醒：您的黄金会员将于3日后续费，取消请登录 vip.iqiyi.com
    everyday | 【招商银行】您申请的闪电贷额度50000元已到账，可登录手机银行查看
    everyday | 你钱包忘我车上了，账户名发我一下
    everyday | 老板，客户要求注销账户，合同明天到期，要不要给他办？
    everyday | 微信怎么取消自动续费 https://jingyan.baidu.com/article/8812
    everyday | 我把钱转到你建设银行卡了，查收一下
    everyday | 明天开会记得打开屏幕共享，账户体系那页讲细一点
    everyday | 开会了，会议号 331 220 881，进来后共享屏幕给客户看一下
    everyday | 本店会员日全场8折，点击 mall.88.vip 领券，拒收请回复R
    everyday | 【借呗】您本月应还1230元，请确保账户余额充足，以免影响征信
    everyday | 【中国人民银行】征信查询每年两次免费，详见 www.pbccrc.org.cn
    everyday | 今天去人民银行打了征信报告，排了半小时
    everyday | 我的借呗还完了，要把它关掉再也不用了
    everyday | 关了花呗之后芝麻分会降吗
    everyday | 有骗子冒充客服，说不关闭百万保障就每月扣钱，你们注意
    everyday | 孩子，公司财务说对公账户要换，你把新账号发给客户，转账备注写货款
    everyday | 请各部门今天下班前关闭不用的测试账号，否则信息安全会通报
    everyday | 亲，退款已原路退回您的账户，预计1-3天到账哦
    everyday | 健身房会员卡想退，客服说要本人申请，签个终止协议
    everyday | 为了保障您的账户安全，请及时修改登录密码
    everyday | 物业通知：请业主本月内缴清费用，否则将产生滞纳金
    everyday | 【12306】您的账户即将因长期未登录被停用，请登录12306.cn
    everyday | 信用卡注销后年费还收吗？客服让我先还清余额
    everyday | 开通呼叫转移到 13800138000 怎么弄？
    everyday | 我出差，把手机设成 **21*13900001234# 转到小王那边了
    everyday | 你不想接电话就 *21*你另一个号# 拨一下
    everyday | 税务提醒：请企业于15日前完成申报，逾期将影响纳税信用等级
    everyday | 基金定投我取消了，第三方存管账户的钱转回银行卡
    everyday | 反诈APP提示你刚刚接到疑似诈骗电话，请勿共享屏幕、勿转账
    everyday | 我行手机银行新增防骗功能：检测到屏幕共享时自动退出
    everyday | 他们公司让员工注销第三方打车账号，统一用滴滴企业版
    everyday | 双十一分期免息，额度最高20万，点击 jd.cn/abc
    everyday | 店里会员卡打8折，地址在人民路，今天最后一天
    everyday | 帮我看下这个会议软件怎么共享屏幕
    everyday | 你把卡号发我，我现在转账给你
    everyday | 今天下班前把报销的银行账户填一下
    everyday | 请登录企业网银，把额度调高一点，今天要付款
    everyday | 花呗还款日到了，记得往支付宝转钱
    everyday | 公司统一办理银行卡，请填写姓名手机号身份证号
    everyday | 信用卡还款提醒：请于今日还款，逾期影响信用
    everyday | 老师：请家长打开钉钉会议，同意共享屏幕
    everyday | 直播间9.9包邮，点击 m.tb.cn/h.5x 打开淘宝
    everyday | 我想注销公司，第三方代办要三千
    everyday | 这个接口要断开第三方支付的连接
    everyday | 您的包裹待取，查询 kd.88.vip
    everyday | 房贷提前还款要申请，银行说排到下个月
    everyday | 提醒：您的保险合同即将到期，请联系代理人续保
    everyday | 京东白条新用户立减50元，打开京东APP领取
    everyday | 您的信用卡分期已办理成功，共12期
    everyday | 你先共享屏幕，我看看你的excel哪里错了
    everyday | 尊敬的客户，我行将于周六升级系统，手机银行暂停转账
    everyday | 请尽快把个人银行账户信息交给财务，今天做工资
    everyday | 明天去把旧手机号注销，记得先解绑微信和银行卡
    everyday | 你好，我想申请注销账号，麻烦客服处理一下
    everyday | 支付宝怎么解除第三方授权？
    everyday | 客服你好，请帮我取消订单并退款到银行卡
    everyday | 您好，您咨询的贷款结清证明可在APP-我的-贷款中下载
    everyday | 人民银行：个人信用报告可通过网上银行、手机银行查询
    everyday | 明天最后一天交党费，转到支部账户
    everyday | 请各位业主今天内把维修基金转入监管账户
    everyday | 买房首付款要打到资金监管账户，中介给了账号，我让爸先问下银行
    everyday | 二手房交易资金请转入银行监管账户，合同第5条
    everyday | 刚刚群里说有人冒充京东金条客服叫人关额度开屏幕共享，大家别接
    everyday | 人行不会通过公众号让你发链接
    everyday | 民生银行：您已成功关闭小额免密支付
    everyday | 您的花呗已关闭，未结清账单请按时还款
    everyday | 你好客服，我想解绑京东白条绑定的银行卡，怎么操作
    everyday | 我能申请把借呗额度降低吗
    everyday | 系统下线第三方登录，旧账户请在月底前迁移
    everyday | 用户注销接口需同时取消代扣授权，24小时内完成
    everyday | 借呗利率低至万二，点击支付宝查看额度
    everyday | 免费升级会员，名额有限，今日截止 vip.88.club
    everyday | 我刚把白条额度调低了，怕剁手
    everyday | 京东客服你好，白条怎么降额度
    everyday | 微信支付：您已解除与滴滴的自动扣款授权
    everyday | 京东金融：您的金条借款已提前还清，期待再次为您服务
    everyday | 网警提示：撤除学生贷、百万保障扣费都是假的
    everyday | 学校通知：凡接到注销校园贷电话一律挂断
    everyday | 我爸差点把钱转进什么清算账户，还好银行拦下来了
    everyday | 有人叫你发链接给公众号就是骗子，记住了
    everyday | 客服电话打来说我百万保障到期，我直接挂了
    everyday | 会议号发群里了，九点共享投屏，看下贷款模型
    everyday | 银行项目联调：关闭旧额度接口，接入征信新系统
    everyday | 反诈民警上门讲了屏幕共享的危害
    everyday | 今天把公司的监管户销了，跑了三趟银行
    everyday | 存款到期请到网点办理，本人携带身份证
    everyday | 信用购怎么关？找不到入口
    everyday | 花呗升级了信用购，要不要关掉呀
    everyday | 申请贷款需要本人征信报告，带上身份证
    everyday | 您尾号5512卡转入5000元，余额8812元
    everyday | 您的白条已逾期1天，请尽快还款，以免影响征信。京东金融
    everyday | 【平安】您的贷款逾期，请立即还款，否则将上报征信
    everyday | 把手机投屏到电视上看球
    everyday | 会员快到期了，帮我取消自动续费
    everyday | 您的账户余额不足，代扣失败，请及时存入资金
    everyday | 为保护账户安全，您的账户已被冻结，请携带身份证至柜台办理
    """,
) + cases(
    "en",
    """
    everyday | Your Amazon order has been cancelled and refunded to your card
    everyday | Your Netflix membership renews on 3 Dec. Manage or cancel at netflix.com/account
    everyday | Your Experian credit report has been updated. Log in at experian.co.uk to see what changed
    everyday | Hi boss, the client wants to close the account, the contract expires tomorrow
    everyday | I sent the money to your Barclays account, check please
    everyday | Remember to share your screen on the accounts page tomorrow, the bank integration needs a demo
    everyday | Join Zoom meeting 331 220 881 and share your screen with the client
    everyday | Member day! 20% off everything at mall.vip, reply STOP to opt out
    everyday | Please pay your bill by today to avoid a late fee. Log in at your bank's app
    everyday | I paid off the loan and want to close it, never again
    everyday | Will closing Klarna hurt my score?
    everyday | Watch out, people call about the "million protection" insurance and say you'll be charged monthly
    everyday | IT: please disable unused test accounts by end of day or they will be flagged in the audit
    everyday | For your security please change the password of your account
    everyday | Gym wants a signed application to cancel the membership
    everyday | Council tax is overdue. Pay at https://www.gov.uk/council-tax to avoid court action
    everyday | HMRC: your self assessment is due. Sign in at https://www.gov.uk
    everyday | I set **21*07700900123# so calls go to Sam while I'm away
    everyday | Direct debit mandate set up for your phone bill. You can cancel any time
    everyday | My bank moved my savings to a new account type, better interest
    everyday | Move the meeting to 3, and send the account numbers to finance
    everyday | Put the money in my account by Friday please, thanks
    everyday | The fraud team said no one will ever ask you to share your screen or move money to a safe account
    everyday | To close your account, go to Settings > Account > Close. You need to pay any balance first
    everyday | Your free trial ends today. Cancel before midnight to avoid being charged: spotify.com/account
    everyday | Closing the third-party integration ticket, the API account was removed
    everyday | We've updated our terms. If you don't agree you may close your account
    everyday | Reply STOP to unsubscribe. Deals today at bestbuy.shop/deals
    everyday | Your credit card application has been approved
    everyday | Send me your account number and I'll transfer the rent
    everyday | LinkedIn: your Premium subscription will be charged to your card. Cancel at linkedin.com/premium
    everyday | Your bank balance is low. Move money into your account today to avoid an overdraft fee
    everyday | 10% off at our online shop, visit deals4u.shop today
    everyday | Your balance is 20. Top up at your provider's app
    everyday | I'm closing my savings account because the interest is bad
    everyday | Please transfer your files to the new account before Friday
    everyday | Please share your screen and open the bank reconciliation sheet
    everyday | Move the money from savings to checking for me please
    everyday | My bank card was blocked, I had to call them
    everyday | We are hiring! Apply at https://careers.example.com
    everyday | The loan app I use has a bug on the limits page
    everyday | Call me back when you get to the bank
    everyday | Do you want to join the zoom call? share your screen if you can
    everyday | Reminder: your credit card payment is due today. Pay in the app
    everyday | New: link third-party accounts in Settings to import your transactions
    everyday | Your insurance renews on 1 May. To make changes log in at https://www.aviva.co.uk
    everyday | please send your account details to HR before payday
    everyday | Your mortgage application needs one more document, upload it at https://www.halifax.co.uk
    everyday | remove my name from the group account please
    everyday | The court case about the loan company ends today
    everyday | Reminder to all staff: shared screens must not show customer account data
    everyday | I moved my pension to another provider last year
    everyday | If you want to close the account just write to the branch
    everyday | TeamViewer was updated to version 15
    everyday | Can you log in to Zoom and check the sound please
    everyday | your white bar at the gym is booked, bring gloves
    everyday | The gold bars are kept in the vault of the central bank
    everyday | Please send the signed form to close your pension account to our office
    everyday | Please cancel my order and refund my card
    everyday | My credit card was declined, please try again today
    everyday | Bank: we will close our branch in Bath on 3 May. Use the app or call us
    everyday | Sign in to your Experian account to see your new credit score
    everyday | We couldn't take your direct debit, please pay by card today to avoid a late fee
    everyday | your loan payment was received. Balance 2,300
    everyday | To stop these texts reply STOP
    everyday | PSA: if "JD finance" rings about closing your student account, it's fake. I nearly fell for it
    everyday | my gran lost 20k, they had her share her screen and type **21* something
    everyday | don't ever send text with a link to the PBOC account, cops say
    everyday | heads up, new con: they want you to cancel your "gold bar" and join a Zoom
    everyday | friend's dad transferred everything to a "safe account", police can't get it back
    everyday | If a caller wants you to dial *21* and a number, end the call
    everyday | JD will not call you to cancel white bar. Report to 96110
    everyday | Action Fraud: criminals are asking people to install AnyDesk and log in to their bank
    everyday | Banks do not have safe accounts. Anyone who says so is a criminal
    everyday | Nobody can pay to have a credit record deleted. Such adverts are lies
    everyday | CMB: you have closed credit line ending 5512. Not you? Call 95555
    everyday | Barclays: we've cancelled the direct debit to Sky as you asked
    everyday | Your Klarna account is closed. You have no outstanding balance
    everyday | Monzo: your Flex limit is now £500. Change it in the app
    everyday | Santander: your new card is on its way. Activate it at santander.co.uk/activate
    everyday | Your credit score changed by +12. See why in ClearScore app
    everyday | Your account will be charged £9.99 on 5 May for Apple Music. Manage subscriptions in Settings
    everyday | Lloyds: someone tried to log in. If this was you no action needed
    everyday | hi, can I cancel my gold bar loan early, is there a fee?
    everyday | Good morning, I'd like to unlink my bank card from the JD wallet, what do I press?
    everyday | can support please delete my account, username anna88
    everyday | I need a copy of my credit report for the mortgage, where do I apply?
    everyday | what happens to my white bar if I close JD account
    everyday | please tell me how to stop third party auto debit on WeChat
    everyday | ##21# switches off diverts, *#21# shows whether any is set
    everyday | If your calls went missing press ##002# and tell your operator
    everyday | dial #21# to stop forwarding calls
    everyday | Get 0% on Klarna this weekend at asos.com. Apply in minutes
    everyday | New limit, more shopping! Your PayLater limit is raised to $800, shop now at shopee.sg
    everyday | Save 30% on car insurance: get a quote at compare.club
    everyday | Upgrade your membership today and get 2 months free: gym.vip
    everyday | DHL: shipment on hold, pay duty at dhl-duty.top
    everyday | Evri: we missed you, choose a new day at evri.com/r/8812
    everyday | can someone share screen, the bank API returns 500 on close account
    everyday | The PR removes third-party login accounts and closes #441
    everyday | Demo at 3: I'll share my screen and walk through the credit limit feature
    everyday | Finance asks all teams to transfer leftover budget to the central account by Friday
    everyday | please log in to Zoom with the company account and present the quota slide
    everyday | Ops: disconnect the old bank system tonight, connect the new clearing system
    everyday | JD closes its consumer lending unit in Thailand
    everyday | China's central bank connects 20 more lenders to credit system
    everyday | Regulator orders apps to remove third-party deductions, says report
    everyday | Gold bars stolen from vault, police say
    everyday | I finally cut up my credit cards, feels great
    everyday | this bar is all white inside, we should close the place down haha
    everyday | can you put the rent into my account today
    everyday | my screen is frozen again, have to restart my phone
    everyday | account deletion endpoint must revoke third-party tokens and close sessions within 24 hours
    everyday | call forwarding service codes: 21 unconditional, 67 busy, 61 no reply
    everyday | DELETE /v1/accounts/{id}/credit-limit closes the limit
    everyday | The screen share permission must be requested before capture starts
    everyday | MMI string **21*<number># is parsed by the dialer
    """,
)
